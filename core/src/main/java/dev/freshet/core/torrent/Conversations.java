package dev.freshet.core.torrent;

import dev.freshet.core.api.Discovery;
import dev.freshet.core.api.Event;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.utp.UtpNumbers;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The talk with a torrent's neighbours: from the connection over the handshakes to the end, each
/// message in between handed to the [Subject] of the time.
public final class Conversations {
  /// Most bytes that may wait to be sent to one peer: as much as is read ahead for a fast one, and
  /// as much again for all else that it can ask for.
  static final long MAX_BACKLOG = 2 << 20;

  private final int torrent;
  private final Neighbours neighbours;
  private final Greeting greeting;
  private final PeerExchange exchange;
  private final Holepunch holepunch;
  private Subject subject;

  Conversations(
      int torrent, Neighbours neighbours, Greeting greeting, Discovery discovery, Subject subject) {
    this.torrent = torrent;
    this.neighbours = neighbours;
    this.greeting = greeting;
    this.exchange = new PeerExchange(discovery.peerExchange(), neighbours);
    this.holepunch = new Holepunch(neighbours, greeting.speaksUtp());
    this.subject = subject;
  }

  /// It is known what the torrent is: from now on the talk is about its pieces.
  void turnTo(long now, Exchange next, Outbox out) {
    subject = next;
    exchange.known(next.isPrivate());
    if (next.isPrivate()) {
      neighbours.turnPrivate(now, out);
    }
  }

  // What the network tells.

  /// A connection that we asked for stands.
  public void connected(int conn, Outbox out) {
    PeerSession session = neighbours.connected(conn);
    if (session != null) {
      greeting.open(session, neighbours.book().otherWay(session.listening()), out);
    }
  }

  /// A peer that connected to us talks about this torrent: `hello` is its handshake. False if there
  /// is no room for it, or it is banned.
  public boolean accepted(long now, PeerSession session, Handshake hello, Outbox out) {
    if (neighbours.book().banned(session.endpoint())) {
      return false;
    }
    PeerSession outgoing = neighbours.toReplace(now, session);
    if (outgoing != null) {
      drop(now, outgoing, "makes room for another", false, out);
    }
    if (!neighbours.accepted(session)) {
      return false;
    }
    greeting.answer(session, hello, out);
    greeted(now, session, hello, out);
    hear(now, session, out);
    return true;
  }

  /// Bytes came; the hold on them is ours now. Whether they ended a message: most are the middle of
  /// a block, which changes nothing for anybody.
  public boolean received(long now, int conn, Lease bytes, Outbox out) {
    PeerSession session = neighbours.get(conn);
    if (session == null) {
      bytes.release();
      return false;
    }
    session.feed(now, bytes, out);
    return hear(now, session, out);
  }

  /// Bytes have left for the kernel. Whether someone waited for that.
  public boolean sent(int conn, int bytes) {
    PeerSession session = neighbours.get(conn);
    if (session == null) {
      return false;
    }
    session.sent(bytes);
    return subject.sent(session);
  }

  /// A connection is gone, or never came to be.
  ///
  /// @param byProxy whether it is the proxy that does not work
  public void closed(long now, int conn, String reason, boolean byProxy, Outbox out) {
    Endpoint called = neighbours.calling(conn);
    if (called != null && byProxy) {
      neighbours.heldUp(now, conn, reason);
      return;
    }
    ended(now, neighbours.gone(now, conn, false), reason, out);
    if (called != null && exchange.on()) {
      holepunch.unanswered(called, out);
    }
  }

  private boolean hear(long now, PeerSession session, Outbox out) {
    boolean any = false;
    while (neighbours.has(session)) {
      if (session.queuedBytes() > MAX_BACKLOG) {
        drop(now, session, "asks for more than it reads", false, out);
        return true;
      }
      Decoded said = session.next(now);
      if (said == null) {
        return any;
      }
      any = true;
      switch (said) {
        case Handshake hello -> {
          if (greeting.fits(hello)) {
            greeted(now, session, hello, out);
          } else {
            drop(now, session, "talks about another torrent", false, out);
          }
        }
        case Message.Port(int port) -> greeting.port(now, session, port, out);
        case Message message -> end(now, subject.heard(now, session, message, out), out);
        case ExtensionMessage message -> extended(now, session, message, out);
        case ProtocolViolation(String reason) -> drop(now, session, reason, false, out);
        case Decoded.Incomplete _ -> throw new IllegalStateException("half a message");
      }
    }
    return true;
  }

  private void greeted(long now, PeerSession session, Handshake hello, Outbox out) {
    PeerSession spare = neighbours.duplicate(now, session);
    if (spare != null) {
      boolean ourselves = neighbours.isUs(hello.peerId());
      if (ourselves && session.outgoing()) {
        neighbours.book().leaveOut(session.listening());
      }
      drop(now, spare, ourselves ? "is ourselves" : "connected twice", false, out);
      if (spare.conn() == session.conn()) {
        if (session.outgoing()) {
          neighbours.book().another(now, session.listening());
        }
        return;
      }
    }
    stands(now, session);
    exchange.met(now, session);
    greeting.extensions(session, subject.metadataSize(), subject.uploadOnly(), exchange.on(), out);
    end(now, subject.greet(session, out), out);
    if (neighbours.has(session)) {
      greeting.greeted(session, hello, out);
    }
    notify(
        new Event.PeerConnected(torrent, session.endpoint(), session.introduction().client()), out);
  }

  /// Somebody is at this address. Where a peer that came to us listens is not known before it says
  /// so, and nobody is ever at the port that it came from.
  private void stands(long now, PeerSession session) {
    if (!Neighbours.findable(session)) {
      return;
    }
    neighbours.book().connected(now, session.listening());
    if (UtpNumbers.isUtp(session.conn())) {
      neighbours.book().speaksUtp(session.listening());
    }
  }

  private void extended(long now, PeerSession session, ExtensionMessage message, Outbox out) {
    if (message instanceof ExtensionMessage.Hello) {
      // now it is known where a peer that came to us listens, and so who it is
      if (neighbours.book().banned(session.listening())) {
        drop(now, session, "is banned", false, out);
        return;
      }
      neighbours.introduced(session);
      stands(now, session);
      exchange.met(now, session);
    }
    if (message instanceof ExtensionMessage.Peers peers) {
      end(now, exchange.heard(now, session, peers), out);
    } else if (message instanceof ExtensionMessage.Holepunch punch) {
      if (exchange.on()) {
        holepunch.heard(now, session, punch, out);
      }
    } else {
      end(now, subject.heard(now, session, message, out), out);
    }
  }

  /// The end of the id under which we talk, in hex: nobody else has it.
  public String cookie() {
    return neighbours.cookie();
  }

  // What ends.

  /// Ends the conversations that are overdue, and tells neighbours of each other.
  void advance(long now, Outbox out) {
    exchange.advance(now, out);
    List<PeerSession> all = neighbours.all();
    for (int i = all.size() - 1; i >= 0; i--) {
      // from the end, as one that is dropped makes those behind it move up
      String reason = all.get(i).advance(now, out);
      if (reason != null) {
        drop(now, all.get(i), reason, false, out);
      }
    }
  }

  /// Ends a conversation; nothing if `ending` is null or it has ended already.
  void end(long now, Subject.@Nullable Ending ending, Outbox out) {
    if (ending != null) {
      drop(now, ending.session(), ending.reason(), ending.ban(), out);
    }
  }

  /// Ends all of them, those that have not begun too.
  void endAll(long now, Outbox out) {
    for (PeerSession session : List.copyOf(neighbours.all())) {
      out.add(new NetEffect.Close(session.conn()));
      ended(now, neighbours.left(now, session.conn()), "we leave", out);
    }
    neighbours.giveUp(now, out);
  }

  /// Ends this one.
  void drop(long now, PeerSession session, String reason, boolean ban, Outbox out) {
    if (!neighbours.has(session)) {
      return;
    }
    out.add(new NetEffect.Close(session.conn()));
    if (ban) {
      neighbours.book().ban(session.listening());
      notify(new Event.PeerBanned(torrent, session.endpoint(), reason), out);
    }
    ended(now, neighbours.gone(now, session.conn(), ban), reason, out);
  }

  private void ended(long now, @Nullable PeerSession session, String reason, Outbox out) {
    if (session != null && session.live()) {
      subject.gone(now, session);
      exchange.gone(now, session);
      holepunch.gone(session);
      notify(new Event.PeerDisconnected(torrent, session.endpoint(), reason), out);
    }
  }

  private static void notify(Event event, Outbox out) {
    out.add(new Effect.Notify(event));
  }
}
