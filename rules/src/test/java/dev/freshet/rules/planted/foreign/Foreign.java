package dev.freshet.rules.planted.foreign;

import dev.freshet.rules.planted.floors.edge.Wall;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;

/// Imports one package that it may, and one that it may not.
final class Foreign {
  @Nullable Wall known;
  @Nullable Offset<Integer> unknown;
}
