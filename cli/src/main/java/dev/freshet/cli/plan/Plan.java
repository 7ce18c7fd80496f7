package dev.freshet.cli.plan;

import dev.freshet.core.bound.Distribution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is to be said about one distribution.
///
/// @param curve the bounds over the number of peers
/// @param remedies what would shorten it, the best first
/// @param arriving how the peers come; null if all are there at once
/// @param leaving whether each leaves when it is complete
public record Plan(
    Distribution distribution,
    List<Rung> curve,
    List<Remedy> remedies,
    @Nullable Arriving arriving,
    boolean leaving) {

  /// Asks everything of a distribution.
  public static Plan of(Distribution distribution, @Nullable Arriving arriving, boolean leaving) {
    return new Plan(
        distribution, Rung.ladder(distribution), Remedy.all(distribution), arriving, leaving);
  }

  /// How many times sooner than from the origin alone.
  double speedUp() {
    return distribution.clientServer().seconds() / distribution.discrete().seconds();
  }
}
