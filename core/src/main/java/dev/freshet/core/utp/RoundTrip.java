package dev.freshet.core.utp;

import java.util.concurrent.TimeUnit;

/// How long an answer takes, and how long to wait for one before the packet counts as lost. What
/// was sent twice tells nothing of that (Karn), so before the first measurement the back-off stays
/// until a packet is answered that was sent once.
final class RoundTrip {
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(8);

  private long smooth;
  private long deviation;
  private long least = Long.MAX_VALUE;
  private int timeouts;

  /// An answer has taken so long.
  void sample(long nanos) {
    if (smooth == 0) {
      smooth = nanos;
      deviation = nanos / 2;
    } else {
      deviation += (Math.abs(smooth - nanos) - deviation) / 4;
      smooth += (nanos - smooth) / 8;
    }
    least = Math.min(least, nanos);
    timeouts = 0;
  }

  /// Something was answered that was sent more than once.
  void goesOn() {
    if (smooth != 0) {
      timeouts = 0;
    }
  }

  /// Nothing came in time.
  void timedOut() {
    timeouts++;
  }

  /// How often nothing came in time since something did.
  int timeouts() {
    return timeouts;
  }

  /// How long to wait for an answer.
  long timeoutNanos() {
    long usual = smooth == 0 ? FIRST_NANOS : Math.max(LEAST_NANOS, smooth + 4 * deviation);
    return Math.min(usual << Math.min(timeouts, 6), Math.max(usual, MOST_NANOS));
  }

  /// How long answers take on average; 0 if not known.
  long smoothNanos() {
    return smooth;
  }

  /// The shortest time that an answer has taken; 0 if not known.
  long leastNanos() {
    return least == Long.MAX_VALUE ? 0 : least;
  }
}
