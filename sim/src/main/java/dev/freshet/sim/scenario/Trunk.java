package dev.freshet.sim.scenario;

/// What lies between the two sites.
///
/// @param rate bytes a second in each direction, 1 or more
/// @param delayNanos what it adds to the way, one way
public record Trunk(long rate, long delayNanos) {
  public Trunk {
    if (rate < 1 || delayNanos < 0) {
      throw new IllegalArgumentException("a trunk of " + rate + " B/s and " + delayNanos + " ns");
    }
  }
}
