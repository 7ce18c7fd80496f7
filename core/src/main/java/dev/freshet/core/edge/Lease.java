package dev.freshet.core.edge;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A counted hold on a buffer that belongs to a pool. It begins with one hold; who releases the
/// last one gives the buffer back and must not touch it again. Retain and release are thread-safe,
/// the buffer's position and limit are not: work on `buffer().duplicate()` or a slice where two
/// hold it.
public interface Lease {
  /// The bytes, from position to limit.
  ByteBuffer buffer();

  /// One hold more; returns this.
  Lease retain();

  /// One hold less.
  void release();

  /// An empty buffer for at least so many bytes from the pool that this one is of, with one hold;
  /// null if the pool has none to spare. For the thread that was given this lease.
  default @Nullable Lease another(int bytes) {
    return null;
  }

  /// A buffer that belongs to nobody: holds are not counted and the collector takes it.
  static Lease unpooled(ByteBuffer buffer) {
    return new Lease() {
      @Override
      public ByteBuffer buffer() {
        return buffer;
      }

      @Override
      public Lease retain() {
        return this;
      }

      @Override
      public void release() {}
    };
  }
}
