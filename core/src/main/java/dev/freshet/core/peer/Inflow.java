package dev.freshet.core.peer;

import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The bytes that a peer sends, cut into messages. Whole messages are decoded where they lie in the
/// leased buffer; one that straddles two buffers is put together in one that the pool has to spare,
/// or in a buffer of its own, which grows with the bytes that have come, not with those that were
/// announced.
final class Inflow {
  /// The limit that stands for the handshake, which has no length of its own.
  static final int HANDSHAKE = 0;

  private static final int FIRST_PARTIAL = 512;
  private static final Lease NOBODY = Lease.unpooled(ByteBuffer.allocate(0));

  private @Nullable Lease current;
  private @Nullable ByteBuffer view;
  private @Nullable Lease partial;
  private int missing;
  private Lease owner = NOBODY;
  private Lease used = NOBODY;

  /// Takes over one hold of `lease`. The one before must have been used up by [#next].
  void feed(Lease lease) {
    current = lease;
    view = lease.buffer().duplicate();
  }

  /// The next whole message of at most `limit` bytes, or the [#HANDSHAKE], or a violation; null
  /// when the bytes fed are used up. Views in it are valid until the next call unless [#owner] is
  /// retained.
  @Nullable Decoded next(int limit) {
    used.release();
    used = NOBODY;
    while (view != null) {
      ByteBuffer from = partial == null ? view : filled(partial, view);
      if (from == null || !from.hasRemaining()) {
        release();
        return null;
      }
      Decoded decoded =
          limit == HANDSHAKE ? WireCodec.decodeHandshake(from) : WireCodec.decode(from, limit);
      if (decoded instanceof Decoded.Incomplete(int more)) {
        missing = more;
        if (partial == null) {
          stash(from);
          release();
          return null;
        }
        from.compact();
      } else {
        if (partial != null) {
          used = partial;
          owner = partial;
          partial = null;
        } else if (current != null) {
          owner = current;
        }
        return decoded;
      }
    }
    return null;
  }

  /// Who holds the bytes of the message that [#next] gave last.
  Lease owner() {
    return owner;
  }

  /// Gives back what was fed.
  void release() {
    if (current != null) {
      current.release();
      current = null;
    }
    view = null;
  }

  /// Nothing more comes: gives back all.
  void end() {
    release();
    used.release();
    used = NOBODY;
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }

  /// The partial message with as many of the missing bytes as have come, ready to be read; null if
  /// more are missing still.
  private @Nullable ByteBuffer filled(Lease begun, ByteBuffer source) {
    Lease whole = begun;
    while (missing > 0 && source.hasRemaining()) {
      if (!whole.buffer().hasRemaining()) {
        whole = moved(whole);
      }
      ByteBuffer into = whole.buffer();
      int count = Math.min(Math.min(missing, source.remaining()), into.remaining());
      into.put(source.slice(source.position(), count));
      source.position(source.position() + count);
      missing -= count;
    }
    return missing > 0 ? null : whole.buffer().flip();
  }

  private void stash(ByteBuffer rest) {
    if (rest.hasRemaining()) {
      partial = room(rest.remaining());
      partial.buffer().put(rest);
    }
  }

  /// The beginning of a message that has filled its buffer, in a larger one.
  private Lease moved(Lease full) {
    ByteBuffer from = full.buffer().flip();
    Lease larger = room(from.remaining());
    larger.buffer().put(from);
    full.release();
    partial = larger;
    return larger;
  }

  /// A buffer for a message of which so many bytes have come.
  private Lease room(int come) {
    int whole = come + missing;
    Lease joint = whole <= FIRST_PARTIAL || current == null ? null : current.another(whole);
    return joint == null
        ? Lease.unpooled(ByteBuffer.allocate(Math.max(FIRST_PARTIAL, Math.min(whole, 2 * come))))
        : joint;
  }
}
