package dev.freshet.rules.planted.circle.one;

import dev.freshet.rules.planted.circle.two.Two;
import org.jspecify.annotations.Nullable;

/// Half of a circle.
public final class One {
  @Nullable Two other;
}
