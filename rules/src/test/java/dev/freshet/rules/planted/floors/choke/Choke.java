package dev.freshet.rules.planted.floors.choke;

import dev.freshet.rules.planted.floors.rate.Rate;
import org.jspecify.annotations.Nullable;

/// Imports its neighbour on the same floor.
public final class Choke {
  @Nullable Rate rate;
}
