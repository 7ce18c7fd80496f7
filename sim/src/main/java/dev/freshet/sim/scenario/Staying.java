package dev.freshet.sim.scenario;

/// How long the peers of a group stay.
public sealed interface Staying {
  /// To the end, seeding once they have everything.
  record Forever() implements Staying {}

  /// Until so long after they have everything; 0 is selfish.
  record Linger(long nanos) implements Staying {}

  /// As `freshet get` does by default: until they have given a little back.
  record Polite() implements Staying {}

  /// In sessions of random length (exponential), with random pauses between them. A session ends
  /// without goodbye with the chance `crash`. What lies on the disk is there again the next time.
  /// Who has everything does not come back.
  record Sessions(long medianNanos, long medianPauseNanos, double crash) implements Staying {}
}
