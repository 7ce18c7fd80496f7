package dev.freshet.sim.check;

/// A rate limit seen from outside: over any time not more passes than rate times time, and a burst
/// of a quarter of a second or two blocks.
final class Bucket {
  private static final double SECOND = 1e9;
  private static final double LEAST_BURST = 32 * 1024;
  private static final double ROUNDING = 16;

  private long rate;
  private double level;
  private long at;

  /// A new limit; 0 for none.
  void limit(long now, long newRate) {
    boolean wasFree = rate == 0;
    fill(now);
    rate = newRate;
    level = wasFree ? burst() : Math.min(level, burst());
  }

  /// So many bytes pass.
  void pass(long now, long bytes) {
    fill(now);
    if (rate > 0) {
      level -= bytes;
      Breach.unless(
          level > -ROUNDING, "gives more than its limit of " + rate + " B/s by " + -level + " B");
    }
  }

  /// So many did not pass after all.
  void refund(long bytes) {
    level = Math.min(burst(), level + bytes);
  }

  private double burst() {
    return Math.max(LEAST_BURST, rate / 4.0);
  }

  private void fill(long now) {
    level = Math.min(burst(), level + (now - at) / SECOND * rate);
    at = now;
  }
}
