package dev.freshet.lab;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One direction of a link, for threads: a token bucket that begins empty. Those who wait pass in
/// the order of their coming, so that several who always want to pass get equal shares.
///
/// *Theory of operation.* Each who passes books the time that its bytes take, right after what is
/// booked already, and sleeps until that time is over. Who sleeps too long loses nothing, as long
/// as it is less than [#CREDIT_NANOS]: the next booking begins where the last one ended. A lane
/// that was idle for longer begins that long ago.
final class Lane {
  /// How much lost time may be made up for: as much as an engine's link saves up.
  static final long CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long bytesPerSecond;
  private final ReentrantLock lock = new ReentrantLock(true);
  private boolean used;
  private long bookedUntil;

  /// A lane of this rate; 0 for no limit.
  Lane(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /// Returns when so many bytes have passed.
  void pass(int bytes) throws InterruptedException {
    long now = System.nanoTime();
    long wait = book(now, bytes) - now;
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  /// When bytes that want to pass now will have passed.
  long book(long now, int bytes) {
    if (bytesPerSecond == 0) {
      return now;
    }
    lock.lock();
    try {
      long earliest = used ? now - CREDIT_NANOS : now;
      long from = used && bookedUntil - earliest > 0 ? bookedUntil : earliest;
      used = true;
      bookedUntil = from + bytes * SECOND / bytesPerSecond;
      return bookedUntil;
    } finally {
      lock.unlock();
    }
  }
}
