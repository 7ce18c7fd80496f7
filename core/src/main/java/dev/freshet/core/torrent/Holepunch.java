package dev.freshet.core.torrent;

import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.table.IntTable;
import dev.freshet.core.utp.UtpNumbers;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Punch;
import org.jspecify.annotations.Nullable;

/// Holepunching (BEP 55): two peers that nobody can call, since each is behind a router that lets
/// in only what it expects, call each other at the same moment over uTP, so that both routers
/// expect it. A neighbour of both tells them when.
///
/// Whoever is told to call someone may be told lies, so a neighbour may tell so only now and then,
/// and the address is treated like all that other peers tell of.
final class Holepunch {
  private static final int NO_SUCH_PEER = 1;
  private static final int NO_SUPPORT = 3;
  private static final int OURSELVES = 4;

  /// What one neighbour may ask of us in a minute, or tell us to do.
  static final int MOST_A_MINUTE = 30;

  private static final long MINUTE = 60_000_000_000L;

  /// How often a neighbour has come to us with this.
  private static final class Tally {
    long since;
    int count;
  }

  private final Neighbours neighbours;
  private final boolean able;
  private final IntTable<Tally> tallies = new IntTable<>();

  /// @param able whether uTP is spoken here
  Holepunch(Neighbours neighbours, boolean able) {
    this.neighbours = neighbours;
    this.able = able;
  }

  /// A call was not taken: whoever told us of that peer is asked to introduce us, once.
  void unanswered(Endpoint at, Outbox out) {
    int teller = able ? neighbours.book().introducer(at) : 0;
    PeerSession session = teller == 0 ? null : neighbours.get(teller);
    if (session != null && speaks(session)) {
      say(session, Punch.RENDEZVOUS, at, 0, out);
    }
  }

  /// A neighbour asks, or tells.
  void heard(long now, PeerSession session, ExtensionMessage.Holepunch message, Outbox out) {
    if (!able || tooOften(now, session)) {
      return;
    }
    switch (message.kind()) {
      case RENDEZVOUS -> introduce(session, message.at(), out);
      case CONNECT -> {
        if (PeerExchange.belongs(message.at().ip(), session.endpoint().ip())) {
          neighbours.callBack(now, message.at(), out);
        }
      }
      case ERROR -> {}
    }
  }

  /// A neighbour is gone.
  void gone(PeerSession session) {
    tallies.remove(session.conn());
  }

  private boolean tooOften(long now, PeerSession session) {
    Tally tally = tallies.get(session.conn());
    if (tally == null) {
      tally = new Tally();
      tally.since = now;
      tallies.put(session.conn(), tally);
    }
    if (now - tally.since >= MINUTE) {
      tally.since = now;
      tally.count = 0;
    }
    return ++tally.count > MOST_A_MINUTE;
  }

  private void introduce(PeerSession from, Endpoint at, Outbox out) {
    PeerSession to = at(at);
    if (to == null) {
      say(from, Punch.ERROR, at, NO_SUCH_PEER, out);
    } else if (to == from) {
      say(from, Punch.ERROR, at, OURSELVES, out);
    } else if (!speaks(to)) {
      say(from, Punch.ERROR, at, NO_SUPPORT, out);
    } else {
      say(from, Punch.CONNECT, outside(to), 0, out);
      say(to, Punch.CONNECT, outside(from), 0, out);
    }
  }

  private @Nullable PeerSession at(Endpoint at) {
    for (PeerSession session : neighbours.all()) {
      if (session.live() && (session.listening().equals(at) || session.endpoint().equals(at))) {
        return session;
      }
    }
    return null;
  }

  /// Where datagrams reach a neighbour: what comes over uTP shows it, as its router maps it.
  private static Endpoint outside(PeerSession session) {
    return UtpNumbers.isUtp(session.conn()) ? session.endpoint() : session.listening();
  }

  /// Whether a neighbour can be told of this.
  static boolean speaks(PeerSession session) {
    return session.introduction().speaks(Extension.HOLEPUNCH);
  }

  private static void say(PeerSession to, Punch kind, Endpoint at, int error, Outbox out) {
    to.say(Extension.HOLEPUNCH, new ExtensionMessage.Holepunch(kind, at, error), out);
  }
}
