package dev.freshet.lab;

import java.util.List;

/// What came of a run.
///
/// @param seconds when each peer had everything, in the order of the trial
/// @param originSent bytes of payload that the origin has sent
/// @param busyShare how much of all processors this process has used meanwhile, 0 to 1
/// @param machineShare how much all processes together have used, 0 to 1; 0 if that is not known
public record Measured(
    List<Double> seconds, long originSent, double busyShare, double machineShare) {
  /// From this share on the processors are the limit as much as the links: what runs has to wait
  /// for its turn.
  public static final double BUSY = 0.5;

  /// From this share on other programs on the machine make this one wait.
  public static final double CROWDED = 0.8;

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

  /// Whether it had to wait for other programs.
  public boolean crowded() {
    return !busy() && machineShare >= CROWDED;
  }

  /// Whether the processors may have been the limit instead of the links.
  public boolean busy() {
    return busyShare >= BUSY;
  }
}
