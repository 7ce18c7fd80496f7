package dev.freshet.rules.planted.circle.two;

import dev.freshet.rules.planted.circle.one.One;
import org.jspecify.annotations.Nullable;

/// The other half.
public final class Two {
  @Nullable One other;
}
