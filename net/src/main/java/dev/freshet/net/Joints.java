package dev.freshet.net;

import dev.freshet.core.edge.Lease;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Buffers in which a block that two reads brought is put together: made on demand up to 1 MiB,
/// then used again and again. Leases may be released on any thread; the rest belongs to the loop.
final class Joints {
  /// A block of 16 KiB and what stands before it, and some more.
  static final int BYTES = 17 << 10;

  /// How many there are at most.
  static final int MOST = 60;

  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
  private int made;

  /// An empty buffer for so many bytes; null if they are too many, or all buffers are held.
  @Nullable Lease take(int bytes) {
    if (bytes > BYTES) {
      return null;
    }
    ByteBuffer buffer = free.poll();
    if (buffer == null && made < MOST) {
      made++;
      buffer = ByteBuffer.allocateDirect(BYTES);
    }
    return buffer == null ? null : new Joint(buffer.clear());
  }

  private final class Joint extends Counted {
    Joint(ByteBuffer bytes) {
      super(bytes);
    }

    @Override
    void free() {
      free.add(buffer());
    }
  }
}
