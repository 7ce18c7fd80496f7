package dev.freshet.lab;

import java.util.List;

/// What came of a run.
///
/// @param seconds when each peer had everything, in the order of the trial
/// @param originSent bytes of payload that the origin has sent
/// @param busyShare how much of all processors this process has used meanwhile, 0 to 1
public record Measured(List<Double> seconds, long originSent, double busyShare) {
  /// From this share on the processors are the limit as much as the links: what runs has to wait
  /// for its turn.
  public static final double BUSY = 0.5;

  public Measured {
    seconds = List.copyOf(seconds);
  }

  /// When the last peer had everything.
  public double lastSeconds() {
    return seconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /// The mean of all peers.
  public double meanSeconds() {
    return seconds.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /// Whether the processors may have been the limit instead of the links.
  public boolean busy() {
    return busyShare >= BUSY;
  }
}
