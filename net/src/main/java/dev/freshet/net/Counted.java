package dev.freshet.net;

import dev.freshet.core.edge.Lease;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/// A lease that counts its holds, so that one release too many is noticed.
abstract class Counted implements Lease {
  private final ByteBuffer bytes;
  private final AtomicInteger holds = new AtomicInteger(1);

  Counted(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// The last hold is gone. On whatever thread that was.
  abstract void free();

  @Override
  public final ByteBuffer buffer() {
    return bytes;
  }

  @Override
  public final Lease retain() {
    if (holds.getAndIncrement() < 1) {
      throw new IllegalStateException("retained after the last release");
    }
    return this;
  }

  @Override
  public final void release() {
    int left = holds.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("released more often than held");
    }
    if (left == 0) {
      free();
    }
  }
}
