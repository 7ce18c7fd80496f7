package dev.freshet.core.peer;

import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The bytes that a peer sends, cut into messages. Whole messages are decoded where they lie in the
/// leased buffer; one that straddles two buffers is put together in a buffer of its own, which
/// grows with the bytes that have come, not with those that were announced.
final class Inflow {
  /// The limit that stands for the handshake, which has no length of its own.
  static final int HANDSHAKE = 0;

  private static final int FIRST_PARTIAL = 512;
  private static final Lease NOBODY = Lease.unpooled(ByteBuffer.allocate(0));

  private @Nullable Lease current;
  private @Nullable ByteBuffer view;
  private @Nullable ByteBuffer partial;
  private int missing;
  private Lease owner = NOBODY;

  /// Takes over one hold of `lease`. The one before must have been used up by [#next].
  void feed(Lease lease) {
    current = lease;
    view = lease.buffer().duplicate();
  }

  /// The next whole message of at most `limit` bytes, or the [#HANDSHAKE], or a violation; null
  /// when the bytes fed are used up. Views in it are valid until the next call unless [#owner] is
  /// retained.
  @Nullable Decoded next(int limit) {
    while (view != null) {
      boolean straddles = partial != null;
      ByteBuffer from = straddles ? filled(view) : view;
      if (from == null || !from.hasRemaining()) {
        release();
        return null;
      }
      owner = straddles || current == null ? Lease.unpooled(from) : current;
      Decoded decoded =
          limit == HANDSHAKE ? WireCodec.decodeHandshake(from) : WireCodec.decode(from, limit);
      if (!(decoded instanceof Decoded.Incomplete(int more))) {
        partial = null;
        return decoded;
      }
      missing = more;
      if (!straddles) {
        stash(from);
        release();
        return null;
      }
      partial = from.compact();
    }
    return null;
  }

  /// Who holds the bytes of the message that [#next] gave last.
  Lease owner() {
    return owner;
  }

  /// Gives back what is held.
  void release() {
    if (current != null) {
      current.release();
      current = null;
    }
    view = null;
  }

  /// The partial message with as many of the missing bytes as have come, ready to be read; null if
  /// more are missing still.
  private @Nullable ByteBuffer filled(ByteBuffer source) {
    while (missing > 0 && source.hasRemaining()) {
      ByteBuffer into = withRoom();
      int count = Math.min(Math.min(missing, source.remaining()), into.remaining());
      into.put(source.slice(source.position(), count));
      source.position(source.position() + count);
      missing -= count;
    }
    return missing > 0 || partial == null ? null : partial.flip();
  }

  private ByteBuffer withRoom() {
    ByteBuffer into = partial == null ? ByteBuffer.allocate(FIRST_PARTIAL) : partial;
    if (!into.hasRemaining()) {
      int capacity = Math.min(into.position() + missing, 2 * into.capacity());
      into = ByteBuffer.allocate(capacity).put(into.flip());
    }
    partial = into;
    return into;
  }

  private void stash(ByteBuffer rest) {
    if (rest.hasRemaining()) {
      int room =
          Math.max(FIRST_PARTIAL, Math.min(rest.remaining() + missing, 2 * rest.remaining()));
      partial = ByteBuffer.allocate(room).put(rest);
    }
  }
}
