package dev.freshet.core.utp;

import java.util.concurrent.TimeUnit;

/// How fast a window is sent: in half a round trip, not at once, so that a burst does not fill the
/// queues that the window leaves empty. On short ways there is nothing to spread.
final class Pace {
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int BURST_BYTES = 4 * 1472;

  private double credit = BURST_BYTES;
  private double bytesPerNano;
  private long countedAt;

  /// Whether something may go now.
  boolean mayGo(long now, int window, long roundTripNanos) {
    if (roundTripNanos < SHORT_NANOS) {
      credit = BURST_BYTES;
      countedAt = now;
      return true;
    }
    bytesPerNano = 2.0 * window / roundTripNanos;
    double most = Math.max(BURST_BYTES, bytesPerNano * BURST_NANOS);
    credit = Math.min(most, credit + (now - countedAt) * bytesPerNano);
    countedAt = now;
    return credit > 0;
  }

  /// So much goes.
  void goes(int bytes) {
    credit -= bytes;
  }

  /// When enough may go again that it is worth looking, if nothing may go now.
  long nextAt() {
    double missing = BURST_BYTES / 2.0 - credit;
    return countedAt + Math.max(1, (long) (missing / bytesPerNano));
  }
}
