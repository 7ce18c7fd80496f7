package dev.freshet.storage;

import dev.freshet.core.edge.Lease;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Direct buffers of a few sizes that are used again and again. Never blocks: when as many as the
/// pool may own are out, or one longer than the longest is wanted, the heap gives one that nobody
/// keeps. Thread-safe.
final class BufferPool {
  /// Sizes kept: a block, and up to what is read or hashed at once.
  private static final int[] SIZES = {16 << 10, 64 << 10, 256 << 10};

  private final long limitBytes;
  private final ReentrantLock lock = new ReentrantLock();

  /// Buffers that nobody holds, by index of their size.
  private final List<ArrayDeque<ByteBuffer>> idle =
      List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());

  private long ownedBytes;

  /// A pool that owns at most that many bytes of direct memory.
  BufferPool(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// A buffer of which position to limit are `length` bytes of no particular content.
  Lease lease(int length) {
    int size = sizeFor(length);
    ByteBuffer buffer = size < 0 ? null : take(size);
    return buffer == null
        ? Lease.unpooled(ByteBuffer.allocate(length))
        : new Pooled(buffer.clear().limit(length), size);
  }

  /// Bytes of direct memory that the pool owns, out or idle.
  long ownedBytes() {
    lock.lock();
    try {
      return ownedBytes;
    } finally {
      lock.unlock();
    }
  }

  private static int sizeFor(int length) {
    for (int i = 0; i < SIZES.length; i++) {
      if (length <= SIZES[i]) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable ByteBuffer take(int size) {
    lock.lock();
    try {
      ByteBuffer known = idle.get(size).pollLast();
      if (known != null) {
        return known;
      }
      if (ownedBytes + SIZES[size] > limitBytes) {
        return null;
      }
      ownedBytes += SIZES[size];
    } finally {
      lock.unlock();
    }
    return ByteBuffer.allocateDirect(SIZES[size]);
  }

  private void giveBack(ByteBuffer buffer, int size) {
    lock.lock();
    try {
      idle.get(size).addLast(buffer);
    } finally {
      lock.unlock();
    }
  }

  private final class Pooled implements Lease {
    private final ByteBuffer buffer;
    private final int size;
    private final AtomicInteger holds = new AtomicInteger(1);

    Pooled(ByteBuffer buffer, int size) {
      this.buffer = buffer;
      this.size = size;
    }

    @Override
    public ByteBuffer buffer() {
      return buffer;
    }

    @Override
    public Lease retain() {
      if (holds.getAndIncrement() <= 0) {
        throw new IllegalStateException("retained after the last release");
      }
      return this;
    }

    @Override
    public void release() {
      int left = holds.decrementAndGet();
      if (left < 0) {
        throw new IllegalStateException("released more often than held");
      }
      if (left == 0) {
        giveBack(buffer, size);
      }
    }
  }
}
