package dev.freshet.sim.scenario;

/// When the peers of a group come.
public sealed interface Arrivals {
  /// All at the start: a flash crowd.
  record AtOnce() implements Arrivals {}

  /// One after the other, so long apart.
  record Every(long gapNanos) implements Arrivals {}

  /// At random moments within this time, each as likely as any other.
  record Within(long nanos) implements Arrivals {}

  /// At random, independent of each other, so long apart in the mean (a Poisson process).
  record Poisson(long meanGapNanos) implements Arrivals {}
}
