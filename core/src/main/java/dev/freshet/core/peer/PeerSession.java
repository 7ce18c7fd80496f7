package dev.freshet.core.peer;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.link.Link;
import dev.freshet.core.rate.Meter;
import dev.freshet.core.rate.RequestWindow;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionHandshake;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One conversation: decodes what the peer says, remembers what both sides have said, and says what
/// it is told to say. It checks each message against the torrent's size and its own order of
/// things; what to make of it is decided above.
///
/// *Theory of operation.* [#feed] takes a leased buffer, [#next] gives the messages in it one by
/// one, each already remembered here, until it gives null. Times are nanoseconds of one clock.
public final class PeerSession {
  /// Requests that we let a peer have outstanding at us; told to it as `reqq` (BEP 10).
  public static final int MAX_REQUESTS = 512;

  private final int conn;
  private final Endpoint endpoint;
  private final boolean outgoing;
  private final Link link;
  private final Pulse pulse;
  private final Inflow inflow = new Inflow();
  private final Outflow outflow;
  private final Remote remote = new Remote();
  private final RequestList asked = new RequestList();
  private final RequestWindow window = RequestWindow.start();
  private final Meter down = Meter.overSeconds(10);
  private final Slot slot;

  private boolean interestingToUs;
  private boolean reading = true;
  private boolean ended;

  /// A conversation that begins now, with the handshake still to come.
  public PeerSession(int conn, Endpoint endpoint, boolean outgoing, Link link, long nowNanos) {
    this.conn = conn;
    this.endpoint = endpoint;
    this.outgoing = outgoing;
    this.link = link;
    this.pulse = new Pulse(nowNanos);
    this.slot = new Slot(nowNanos);
    this.outflow = new Outflow(conn, link);
    window.limit(remote.requestQueue());
  }

  // What arrives.

  /// Takes over one hold of bytes that came, and answers those that belong to the link alone.
  public void feed(long nowNanos, Lease bytes, Outbox out) {
    pulse.heard(nowNanos);
    Lease said = link.received(bytes);
    ByteBuffer answer = link.takeAnswer();
    if (answer != null) {
      outflow.addCovered(answer, out);
    }
    if (said != null) {
      inflow.feed(said);
    }
  }

  /// The next thing that the peer said: a [Handshake] first, then messages, those of the extension
  /// protocol resolved. A violation is the last; null when all bytes are used up.
  public @Nullable Decoded next(long nowNanos) {
    String broken = link.broken();
    if (broken != null) {
      return new ProtocolViolation(broken);
    }
    while (true) {
      Message.Have late = remote.late();
      if (late != null) {
        return late;
      }
      Decoded decoded = inflow.next(live() ? remote.messageLimit() : Inflow.HANDSHAKE);
      if (decoded instanceof Message.Extended extended) {
        decoded =
            introduction().extended()
                ? WireCodec.decodeExtended(extended)
                : new ProtocolViolation("an extended message that was not agreed on");
      }
      switch (decoded) {
        case null -> {
          return null;
        }
        case Handshake hello -> introduction().heard(hello);
        case Message message -> decoded = remote.news(message);
        case ExtensionMessage message -> {
          decoded = remote.news(message);
          window.limit(remote.requestQueue());
        }
        case ProtocolViolation _ -> {}
        case Decoded.Incomplete _ -> throw new IllegalStateException("inflow gave half a message");
      }
      if (decoded != null) {
        return decoded;
      }
    }
  }

  /// Who holds the bytes of what [#next] gave last; retain it to keep them.
  public Lease owner() {
    return inflow.owner();
  }

  /// So many bytes have left for the kernel.
  public void sent(int bytes) {
    outflow.sent(bytes);
  }

  /// The torrent is known from now on. What the peer said that it has is checked.
  public @Nullable ProtocolViolation sized(Geometry size) {
    return remote.sized(size);
  }

  /// The peer does not have this piece, whatever it has said. True if it had said so.
  public boolean disown(int piece) {
    return remote.disown(piece);
  }

  // What we say.

  /// Opens the conversation, or answers the peer's handshake.
  public void sayHello(Handshake ours, Outbox out) {
    outflow.add(WireCodec.bytes(ours), out);
  }

  /// Opens the conversation encrypted; `plainWillDo` lets the peer choose to go on in the plain.
  public void call(Handshake ours, boolean plainWillDo, RandomGenerator random, Outbox out) {
    ByteBuffer hello = WireCodec.bytes(ours);
    outflow.addCovered(link.call(ours.infoHash(), plainWillDo, hello, random), out);
  }

  /// Says any message that changes nothing here.
  public void say(Message message, Outbox out) {
    outflow.add(message, out);
  }

  /// Says that we have a piece with what is said next, or after a second.
  public void sayLater(Message.Have have, long nowNanos) {
    outflow.addLater(have, nowNanos);
  }

  /// Says that we lack this piece after all.
  public void sayLost(int piece, Outbox out) {
    outflow.takeBack(new Message.Have(piece));
    say(Extension.DONT_HAVE, new ExtensionMessage.DontHave(piece), out);
  }

  /// Says a message of an extension that the peer speaks; nothing if it does not.
  public void say(Extension extension, ExtensionMessage message, Outbox out) {
    int id = introduction().id(extension);
    if (id != 0) {
      outflow.add(WireCodec.encodeExtended(message, id), out);
    }
  }

  /// Says the handshake of the extension protocol (BEP 10).
  public void say(ExtensionHandshake hello, Outbox out) {
    outflow.add(WireCodec.encodeExtended(new ExtensionMessage.Hello(hello), 0), out);
  }

  /// Chokes or unchokes the peer. True if that is a change. Choking rejects what it waits for when
  /// the fast extension is on, and forgets it otherwise.
  public boolean choke(boolean on, long nowNanos, Outbox out) {
    if (slot.choked() == on) {
      return false;
    }
    if (on) {
      slot.choke();
      outflow.add(new Message.Choke(), out);
      while (!wanted().isEmpty()) {
        reject(wanted().remove(), out);
      }
    } else {
      slot.unchoke(nowNanos);
      outflow.add(new Message.Unchoke(), out);
    }
    return true;
  }

  /// Whether the peer may ask us and has no use for that: it has got nothing for a while, and waits
  /// for nothing, or does not read what is on its way.
  public boolean idle(long nowNanos) {
    return slot.unused(nowNanos, wanted().isEmpty(), queuedBytes());
  }

  /// Says whether the peer has something that we want, if that is news.
  public void interested(boolean on, Outbox out) {
    if (interestingToUs != on) {
      interestingToUs = on;
      outflow.add(on ? new Message.Interested() : new Message.NotInterested(), out);
    }
  }

  /// Asks for a block and remembers it.
  public void ask(int piece, int begin, int length, long nowNanos, Outbox out) {
    asked.add(piece, begin, nowNanos);
    outflow.add(new Message.Request(piece, begin, length), out);
  }

  /// Takes back a request and forgets it.
  public void cancel(int piece, int begin, int length, Outbox out) {
    int index = asked.indexOf(piece, begin);
    if (index >= 0) {
      outflow.add(new Message.Cancel(piece, begin, length), out);
      asked.takeBack(index, fast());
    }
  }

  /// Says no to a request; nothing without the fast extension.
  public void reject(Message.Request request, Outbox out) {
    if (fast()) {
      outflow.add(
          new Message.RejectRequest(request.piece(), request.begin(), request.length()), out);
    }
  }

  /// Sends a block, of which `bytes` is a view into `lease`; one hold of it is handed on.
  public void give(int piece, int begin, ByteBuffer bytes, Lease lease, long nowNanos, Outbox out) {
    slot.gave(nowNanos, bytes.remaining());
    outflow.addBlock(piece, begin, bytes, lease, out);
  }

  /// Stops or resumes reading from the peer.
  public void read(boolean on, Outbox out) {
    if (reading != on) {
      reading = on;
      out.add(new NetEffect.Reading(conn, on));
    }
  }

  /// Ends it: gives back what is held. The connection is the caller's to close.
  public void end() {
    ended = true;
    inflow.end();
  }

  // Time.

  /// Keeps the conversation alive; the reason to end it if the peer is silent for too long.
  public @Nullable String advance(long nowNanos, Outbox out) {
    if (pulse.keepAliveDue(nowNanos, live(), outflow.total())) {
      say(new Message.KeepAlive(), out);
    }
    outflow.advance(nowNanos, out);
    return pulse.overdue(nowNanos, live(), reading);
  }

  // What is asked.

  /// How long the peer has said nothing, not even that it is there.
  public long silence(long nowNanos) {
    return pulse.silence(nowNanos);
  }

  /// The connection's id.
  public int conn() {
    return conn;
  }

  /// The other end of the connection.
  public Endpoint endpoint() {
    return endpoint;
  }

  /// Where the peer can be reached: its address with the port that it says it listens on.
  public Endpoint listening() {
    int port = introduction().listenPort();
    return outgoing || port == 0 ? endpoint : new Endpoint(endpoint.ip(), port);
  }

  /// Whether we opened the connection.
  public boolean outgoing() {
    return outgoing;
  }

  /// Whether what is said travels encrypted.
  public boolean encrypted() {
    return link.encrypted();
  }

  /// When the conversation began.
  public long since() {
    return pulse.since();
  }

  /// Whether it was ended.
  public boolean ended() {
    return ended;
  }

  /// Whether the peer's handshake has come.
  public boolean live() {
    return introduction().hello() != null;
  }

  /// What the peer has said of itself.
  public Introduction introduction() {
    return remote.introduction();
  }

  /// Whether both sides speak the fast extension (we always do).
  public boolean fast() {
    return introduction().fast();
  }

  /// What the peer has; null while the torrent is not known.
  public @Nullable Bitfield has() {
    return remote.has();
  }

  /// Whether the peer has everything.
  public boolean seed() {
    Bitfield pieces = remote.has();
    return pieces != null && pieces.isFull();
  }

  /// Whether the peer wants nothing (BEP 21), or is a seed.
  public boolean uploadOnly() {
    return introduction().uploadOnly() || seed();
  }

  /// Whether the peer lets us ask.
  public boolean chokingUs() {
    return remote.chokingUs();
  }

  /// Whether the peer wants something of us.
  public boolean interestedInUs() {
    return remote.interestedInUs();
  }

  /// Whether we let the peer ask.
  public boolean chokedByUs() {
    return slot.choked();
  }

  /// Whether we have said that we want something of the peer.
  public boolean interestingToUs() {
    return interestingToUs;
  }

  /// Our giving side of it.
  public Slot slot() {
    return slot;
  }

  /// Pieces that we may ask for while choked (BEP 6).
  public BitSet allowedFast() {
    return remote.allowedFast();
  }

  /// What the peer waits for, oldest first; ours to take from.
  public ArrayDeque<Message.Request> wanted() {
    return remote.wanted();
  }

  /// What we wait for, oldest first.
  public RequestList asked() {
    return asked;
  }

  /// How much to ask for at once.
  public RequestWindow window() {
    return window;
  }

  /// Payload that came and was asked for.
  public Meter down() {
    return down;
  }

  /// Payload that was given.
  public Meter up() {
    return slot.given();
  }

  /// Bytes handed to the network that have not left.
  public long queuedBytes() {
    return outflow.queued();
  }
}
