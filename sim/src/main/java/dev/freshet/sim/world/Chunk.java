package dev.freshet.sim.world;

import dev.freshet.core.edge.Lease;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes that travel together.
final class Chunk {
  /// Bytes as a node gave them; with a lease they are payload.
  record Part(ByteBuffer bytes, @Nullable Lease lease) {}

  private final List<Part> parts = new ArrayList<>(2);
  private int length;
  private int payload;

  void add(Part part) {
    parts.add(part);
    length += part.bytes().remaining();
    payload += part.lease() == null ? 0 : part.bytes().remaining();
  }

  int length() {
    return length;
  }

  /// How many of the bytes are payload.
  int payload() {
    return payload;
  }

  /// All bytes, one part after the other, of payload only the first when it is `empty`.
  void copy(ByteBuffer into, boolean empty) {
    for (Part part : parts) {
      ByteBuffer from = part.bytes();
      if (empty && part.lease() != null) {
        into.put(into.position(), from.get(from.position()));
        into.position(into.position() + from.remaining());
      } else {
        into.put(from.duplicate());
      }
    }
  }

  /// The bytes are no longer needed.
  void release() {
    for (Part part : parts) {
      Lease lease = part.lease();
      if (lease != null) {
        lease.release();
      }
    }
  }
}
