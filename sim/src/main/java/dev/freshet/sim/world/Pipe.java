package dev.freshet.sim.world;

/// A stretch of the way with a rate and a queue: what comes in leaves in that order, and what finds
/// the queue full is lost.
final class Pipe {
  /// A queue holds as much as passes in this time, as a good router's does.
  private static final long QUEUE_NANOS = 200_000_000L;

  private static final long SMALLEST_QUEUE = 64 * 1024;

  private final long rate;
  private final long queueNanos;
  private long freeAt;

  /// A pipe of so many bytes a second.
  Pipe(long rate) {
    this.rate = rate;
    this.queueNanos = Math.max(QUEUE_NANOS, World.nanos(SMALLEST_QUEUE, rate));
  }

  /// When so many bytes that come now are through; -1 if the queue is full.
  long through(long now, int bytes) {
    if (freeAt - now > queueNanos) {
      return -1;
    }
    freeAt = Math.max(now, freeAt) + World.nanos(bytes, rate);
    return freeAt;
  }
}
