package dev.freshet.net;

import dev.freshet.core.edge.Lease;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One direct buffer of the [ReadPool], cut from front to back into leases. It goes back to the
/// pool when the loop has turned to another slab and the last lease is released.
final class Slab {
  private final ReadPool pool;
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(ReadPool.SLAB_BYTES);
  private final AtomicInteger holds = new AtomicInteger();

  Slab(ReadPool pool) {
    this.pool = pool;
  }

  /// The loop begins to cut from this slab, and holds it.
  Slab begin() {
    bytes.clear();
    holds.set(1);
    return this;
  }

  /// Whether every lease is released, so that cutting may begin at the front again.
  boolean idle() {
    return holds.get() == 1;
  }

  /// What is not cut yet; filled by the loop, which then cuts what it filled.
  ByteBuffer room() {
    return bytes;
  }

  /// The bytes from `start` to the buffer's position, as a lease.
  Lease cut(int start) {
    holds.incrementAndGet();
    return new Part(bytes.slice(start, bytes.position() - start));
  }

  void release() {
    if (holds.decrementAndGet() == 0) {
      pool.back(this);
    }
  }

  private final class Part extends Counted {
    Part(ByteBuffer slice) {
      super(slice);
    }

    @Override
    void free() {
      Slab.this.release();
    }

    @Override
    public @Nullable Lease another(int bytes) {
      return pool.joint(bytes);
    }
  }
}
