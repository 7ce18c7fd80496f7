package dev.freshet.net;

import dev.freshet.core.edge.Lease;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// The buffers that one HTTP body is read into: so many at once and no more, so that who keeps them
/// stops the reading.
final class Parts {
  /// Bytes of one buffer.
  static final int BYTES = 16 << 10;

  /// How many may be out.
  static final int MOST = 32;

  private final Semaphore left = new Semaphore(MOST);

  /// An empty buffer to read into; waits until there is one.
  Part next() throws InterruptedException {
    left.acquire();
    return new Part();
  }

  /// One buffer.
  final class Part implements Lease {
    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    private final AtomicInteger holds = new AtomicInteger(1);

    @Override
    public ByteBuffer buffer() {
      return bytes;
    }

    @Override
    public Lease retain() {
      if (holds.getAndIncrement() < 1) {
        throw new IllegalStateException("retained after the last release");
      }
      return this;
    }

    @Override
    public void release() {
      int now = holds.decrementAndGet();
      if (now < 0) {
        throw new IllegalStateException("released more often than held");
      }
      if (now == 0) {
        left.release();
      }
    }
  }
}
