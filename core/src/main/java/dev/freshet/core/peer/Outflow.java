package dev.freshet.core.peer;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What we send to one peer: small messages are gathered in a chunk until [#flush], so that a step
/// costs one send; blocks go out as views of the buffer that the disk filled.
final class Outflow {
  private static final int CHUNK = 1024;

  private final int conn;
  private @Nullable ByteBuffer chunk;
  private int start;
  private long queued;

  Outflow(int conn) {
    this.conn = conn;
  }

  /// Bytes given to the network that have not left yet.
  long queued() {
    return queued;
  }

  /// So many bytes have left.
  void sent(int bytes) {
    queued -= bytes;
  }

  /// Adds a message behind those before.
  void add(Message message, Outbox out) {
    WireCodec.encode(message, room(WireCodec.length(message), out));
  }

  /// Adds bytes that are already encoded.
  void add(ByteBuffer encoded, Outbox out) {
    room(encoded.remaining(), out).put(encoded);
  }

  /// Adds a block, of which `bytes` is a view into `lease`; one hold of it is handed on.
  void addBlock(int piece, int begin, ByteBuffer bytes, Lease lease, Outbox out) {
    WireCodec.encodePieceHeader(piece, begin, bytes.remaining(), room(13, out));
    flush(out);
    queued += bytes.remaining();
    out.add(new NetEffect.Send(conn, bytes, lease));
  }

  /// Hands what was gathered to the network. True if there was anything.
  boolean flush(Outbox out) {
    ByteBuffer from = chunk;
    if (from == null || from.position() == start) {
      return false;
    }
    ByteBuffer bytes = from.slice(start, from.position() - start);
    queued += bytes.remaining();
    start = from.position();
    if (!from.hasRemaining()) {
      chunk = null;
    }
    out.add(new NetEffect.Send(conn, bytes, null));
    return true;
  }

  private ByteBuffer room(int length, Outbox out) {
    ByteBuffer into = chunk;
    if (into == null || into.remaining() < length) {
      flush(out);
      into = ByteBuffer.allocate(Math.max(CHUNK, length));
      chunk = into;
      start = 0;
    }
    return into;
  }
}
