package dev.freshet.engine;

import java.time.Duration;

/// Waiting for a thread to end, by who must not leave before: what it closes is still open.
final class Joining {
  private Joining() {}

  /// Waits so long at most, also on a thread that is or gets interrupted, which it is still
  /// afterwards; returns whether `thread` has ended.
  static boolean join(Thread thread, Duration patience) {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return thread.join(patience.minusNanos(System.nanoTime() - start));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
