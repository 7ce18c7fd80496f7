package dev.freshet.net;

import dev.freshet.core.edge.Lease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What waits to leave on one connection, oldest first.
final class SendQueue {
  /// Most buffers given to the kernel in one call: a mebibyte of blocks.
  static final int MAX_GATHERED = 64;

  /// One piece of bytes and the hold to release when it has left.
  private record Outgoing(ByteBuffer bytes, @Nullable Lease lease) {
    void done() {
      if (lease != null) {
        lease.release();
      }
    }
  }

  private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>(4);
  private long bytes;

  void add(ByteBuffer more, @Nullable Lease lease) {
    Outgoing outgoing = new Outgoing(more, lease);
    if (!more.hasRemaining()) {
      outgoing.done();
      return;
    }
    waiting.add(outgoing);
    bytes += more.remaining();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// How many bytes wait.
  long bytes() {
    return bytes;
  }

  /// Gives the kernel as much of the front as it takes in one call.
  ///
  /// @param scratch of [#MAX_GATHERED]; empty again afterwards
  /// @return how many bytes it took; what was offered and not taken says that it is full
  Flushed writeTo(GatheringByteChannel channel, ByteBuffer[] scratch) throws IOException {
    int count = 0;
    long offered = 0;
    for (Outgoing next : waiting) {
      scratch[count++] = next.bytes;
      offered += next.bytes.remaining();
      if (count == scratch.length) {
        break;
      }
    }
    try {
      long taken = channel.write(scratch, 0, count);
      bytes -= taken;
      return new Flushed((int) taken, taken < offered);
    } finally {
      Arrays.fill(scratch, 0, count, null);
      releaseSent();
    }
  }

  private void releaseSent() {
    Outgoing first = waiting.peek();
    while (first != null && !first.bytes.hasRemaining()) {
      waiting.remove().done();
      first = waiting.peek();
    }
  }

  /// Forgets everything and releases its leases.
  void drop() {
    for (Outgoing outgoing : waiting) {
      outgoing.done();
    }
    waiting.clear();
    bytes = 0;
  }

  /// What one flush did.
  record Flushed(int bytes, boolean kernelFull) {}
}
