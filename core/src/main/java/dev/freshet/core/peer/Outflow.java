package dev.freshet.core.peer;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.link.Link;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What we send to one peer: the small messages of one step go out as one send; blocks go out as
/// views of the buffer that the disk filled.
///
/// *Theory of operation.* The first small message of a step adds a send to the outbox, and those
/// after it make that send longer, as long as the outbox is [Outbox#stillOpen] and no block came
/// between. So nobody has to go round all peers at the end of a step and ask who has something to
/// say. A have that is not urgent waits for the next message of any kind, in front of which it then
/// goes: in a crowd most packets would else hold one have each.
final class Outflow {
  private static final int SMALL_CHUNK = 128;
  private static final int CHUNK = 1024;

  /// The longest time that a have waits for company.
  private static final long WAIT_NANOS = 1_000_000_000L;

  private final int conn;
  private final Link link;
  private final List<Message.Have> waiting = new ArrayList<>();
  private @Nullable ByteBuffer chunk;
  private @Nullable ByteBuffer sending;
  private @Nullable Outbox openIn;
  private long step;
  private long waitingSince;
  private long queued;
  private long total;

  Outflow(int conn, Link link) {
    this.conn = conn;
    this.link = link;
  }

  /// Bytes given to the network that have not left yet.
  long queued() {
    return queued;
  }

  /// All bytes ever given to the network.
  long total() {
    return total;
  }

  /// So many bytes have left.
  void sent(int bytes) {
    queued -= bytes;
  }

  /// Keeps a have until something else is added, or it has waited long enough.
  void addLater(Message.Have have, long nowNanos) {
    if (waiting.isEmpty()) {
      waitingSince = nowNanos;
    }
    waiting.add(have);
  }

  /// Forgets a have that still waits.
  void takeBack(Message.Have have) {
    waiting.remove(have);
  }

  /// Adds the haves that have waited long enough.
  void advance(long nowNanos, Outbox out) {
    if (nowNanos - waitingSince >= WAIT_NANOS) {
      addWaiting(out);
    }
  }

  /// Adds a message behind those before.
  void add(Message message, Outbox out) {
    addWaiting(out);
    append(message, out);
  }

  private void addWaiting(Outbox out) {
    for (Message.Have have : waiting) {
      append(have, out);
    }
    waiting.clear();
  }

  private void append(Message message, Outbox out) {
    int length = WireCodec.length(message);
    WireCodec.encode(message, room(length));
    cover(length);
    grown(length, out);
  }

  /// Adds bytes that are already encoded.
  void add(ByteBuffer encoded, Outbox out) {
    addWaiting(out);
    int length = encoded.remaining();
    room(length).put(encoded);
    cover(length);
    grown(length, out);
  }

  /// Adds bytes of the link itself, which are what they have to be on the way.
  void addCovered(ByteBuffer bytes, Outbox out) {
    int length = bytes.remaining();
    room(length).put(bytes);
    grown(length, out);
  }

  /// Adds a block, of which `bytes` is a view into `lease`; one hold of it is handed on.
  void addBlock(int piece, int begin, ByteBuffer bytes, Lease lease, Outbox out) {
    addWaiting(out);
    WireCodec.encodePieceHeader(piece, begin, bytes.remaining(), room(13));
    cover(13);
    grown(13, out);
    link.cover(bytes);
    count(bytes.remaining());
    sending = null;
    out.add(new NetEffect.Send(conn, bytes, lease));
  }

  /// So many bytes more stand at the end of the chunk: they become what they are on the way.
  private void cover(int length) {
    ByteBuffer last = written().duplicate();
    link.cover(last.position(last.position() - length).limit(last.position() + length));
  }

  private ByteBuffer written() {
    if (chunk == null) {
      throw new IllegalStateException("nothing was written");
    }
    return chunk;
  }

  private void count(int bytes) {
    queued += bytes;
    total += bytes;
  }

  private ByteBuffer room(int length) {
    ByteBuffer into = chunk;
    if (into == null || into.remaining() < length) {
      // who says much in one step will say more
      boolean more = sending != null && openIn != null && openIn.stillOpen(step);
      int usual = more ? CHUNK : SMALL_CHUNK;
      into = ByteBuffer.allocate(Math.max(usual, length));
      chunk = into;
      sending = null;
    }
    return into;
  }

  /// So many bytes more stand at the end of the chunk: they go out.
  private void grown(int length, Outbox out) {
    count(length);
    ByteBuffer from = written();
    ByteBuffer open = sending;
    if (open != null && out == openIn && out.stillOpen(step)) {
      open.limit(from.position());
    } else {
      ByteBuffer fresh = from.duplicate().position(from.position() - length).limit(from.position());
      sending = fresh;
      openIn = out;
      step = out.step();
      out.add(new NetEffect.Send(conn, fresh, null));
    }
    if (!from.hasRemaining()) {
      chunk = null;
      sending = null;
    }
  }
}
