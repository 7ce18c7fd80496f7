package dev.freshet.net;

import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/// Until when something is waited for, on the clock of [System#nanoTime].
record Patience(long untilNanos) {
  /// So long from now.
  static Patience of(long nanos) {
    return new Patience(System.nanoTime() + nanos);
  }

  /// This, or so long from now if that is sooner.
  Patience atMost(long nanos) {
    return leftNanos() <= nanos ? this : of(nanos);
  }

  long leftNanos() {
    return untilNanos - System.nanoTime();
  }

  /// What is left, as sockets count it: 1 or more.
  ///
  /// @throws SocketTimeoutException if nothing is
  int leftMillis() throws SocketTimeoutException {
    long left = leftNanos();
    if (left <= 0) {
      throw new SocketTimeoutException("timed out");
    }
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(left), 1, Integer.MAX_VALUE);
  }
}
