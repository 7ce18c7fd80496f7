package dev.freshet.sim.tally;

/// Adds up what all uplinks could have sent while a run goes on: what the run could have done,
/// given who was there with something to send. What was delivered over it tells a slow schedule
/// from a crowd that left.
public final class Capacity {
  private long bytesPerSecond;
  private long sinceNanos;
  private double bytes;

  /// So much more uplink has something to send from now on; less if negative.
  public void change(long nowNanos, long moreBytesPerSecond) {
    bytes = sendable(nowNanos);
    sinceNanos = nowNanos;
    bytesPerSecond += moreBytesPerSecond;
  }

  /// What could have been sent by now.
  public long sendable(long nowNanos) {
    return (long) (bytes + (double) bytesPerSecond * (nowNanos - sinceNanos) / 1e9);
  }
}
