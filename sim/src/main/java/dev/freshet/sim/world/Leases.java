package dev.freshet.sim.world;

import dev.freshet.core.edge.Lease;
import java.nio.ByteBuffer;

/// A pool whose buffers are watched: to release one twice or to touch it after its release throws,
/// and what was never released can be counted. A buffer that is given back is overwritten, so that
/// a view of it kept too long shows as bad data.
public final class Leases {
  private static final byte SPENT = (byte) 0xdb;

  private long held;

  /// None is out.
  public Leases() {}

  /// How many have not been given back.
  public long held() {
    return held;
  }

  /// A buffer with these bytes, which are the pool's from now on.
  public Lease of(ByteBuffer bytes) {
    held++;
    return new Counted(bytes);
  }

  private final class Counted implements Lease {
    private final ByteBuffer buffer;
    private int holds = 1;

    Counted(ByteBuffer bytes) {
      this.buffer = bytes;
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
        for (int at = 0; at < buffer.capacity(); at++) {
          buffer.put(at, SPENT);
        }
      }
    }

    private void check() {
      if (holds <= 0) {
        throw new IllegalStateException("a buffer was used after it was given back");
      }
    }
  }
}
