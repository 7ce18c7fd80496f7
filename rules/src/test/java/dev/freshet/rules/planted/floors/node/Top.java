package dev.freshet.rules.planted.floors.node;

import dev.freshet.rules.planted.floors.edge.Wall;
import org.jspecify.annotations.Nullable;

/// Looks down, as it may.
public final class Top {
  @Nullable Wall wall;
}
