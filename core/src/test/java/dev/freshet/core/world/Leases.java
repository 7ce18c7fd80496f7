package dev.freshet.core.world;

import dev.freshet.core.edge.Lease;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A pool whose buffers are watched: what is released twice or touched after its release fails the
/// test, and what was never released can be counted. A buffer that is given back is overwritten, so
/// that a view of it kept too long shows as bad data.
final class Leases {
  private static final byte SPENT = (byte) 0xdb;

  private long held;

  /// How many have not been given back.
  long held() {
    return held;
  }

  /// A buffer with these bytes, which are the pool's from now on.
  Lease of(byte[] bytes) {
    held++;
    return new Counted(bytes);
  }

  private final class Counted implements Lease {
    private final byte[] bytes;
    private final ByteBuffer buffer;
    private int holds = 1;

    Counted(byte[] bytes) {
      this.bytes = bytes;
      this.buffer = ByteBuffer.wrap(bytes);
    }

    @Override
    public ByteBuffer buffer() {
      check();
      return buffer;
    }

    @Override
    public Lease retain() {
      check();
      holds++;
      return this;
    }

    @Override
    public void release() {
      check();
      if (--holds == 0) {
        held--;
        Arrays.fill(bytes, SPENT);
      }
    }

    private void check() {
      if (holds <= 0) {
        throw new IllegalStateException("a buffer was used after it was given back");
      }
    }
  }
}
