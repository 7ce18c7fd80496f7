package dev.freshet.core.torrent;

import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.table.IntTable;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.wire.ExchangedPeer;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Peer exchange (BEP 11): tells each neighbour who the others are, and learns of theirs. Never
/// tells anything before it is known that the torrent is not private (BEP 27), and is off from then
/// on if it is.
///
/// *Theory of operation.* Who comes and who goes gets a number. For each neighbour it is enough to
/// remember up to which number it has been told; what comes behind is news for it, and is told once
/// a minute at most. So the cost of a neighbour does not grow with the number of the others.
final class PeerExchange {
  /// The time between two messages to one neighbour.
  static final long INTERVAL_NANOS = 60_000_000_000L;

  /// How long the first one waits for more to come in.
  static final long GATHER_NANOS = 2_000_000_000L;

  /// Peers added, and peers dropped, in one message.
  static final int MOST = 50;

  /// Messages from a neighbour that come earlier than this are not read.
  static final long TOO_SOON_NANOS = 30_000_000_000L;

  /// With so many of those the conversation is over.
  static final int MOST_TOO_SOON = 10;

  private static final int MOST_DEPARTED = 200;

  private record Present(long number, PeerSession session) {}

  private record Departed(long came, long left, Endpoint endpoint) {}

  /// What has been said between a neighbour and us.
  private static final class Talk {
    long told;
    long toldLeft;
    long tellAt;
    boolean heard;
    long heardAt;
    int tooSoon;
  }

  private final Neighbours neighbours;
  private final Map<Integer, Present> present = new LinkedHashMap<>();
  private final ArrayDeque<Departed> departed = new ArrayDeque<>();
  private final IntTable<Talk> talks = new IntTable<>();
  private boolean on;
  private boolean known;
  private long number;
  private long due;

  PeerExchange(boolean on, Neighbours neighbours) {
    this.on = on;
    this.neighbours = neighbours;
  }

  /// Whether we want to hear of others.
  boolean on() {
    return on;
  }

  /// It is known now whether the torrent is private.
  void known(boolean isPrivate) {
    known = true;
    on &= !isPrivate;
  }

  // Who is there.

  /// A neighbour has said who it is, perhaps more than once.
  void met(long now, PeerSession session) {
    if (!on) {
      return;
    }
    if (Neighbours.findable(session) && !present.containsKey(session.conn())) {
      present.put(session.conn(), new Present(++number, session));
      due = now;
    }
    if (session.introduction().speaks(Extension.PEERS) && talks.get(session.conn()) == null) {
      Talk talk = new Talk();
      talk.toldLeft = number;
      talk.tellAt = now + GATHER_NANOS;
      talks.put(session.conn(), talk);
      due = now;
    }
  }

  /// A neighbour is gone.
  void gone(long now, PeerSession session) {
    talks.remove(session.conn());
    Present was = present.remove(session.conn());
    if (was == null) {
      return;
    }
    if (departed.size() == MOST_DEPARTED) {
      departed.remove();
    }
    departed.add(new Departed(was.number, ++number, session.listening()));
    due = now;
  }

  // What neighbours tell.

  /// A neighbour tells of others. The reason to end the conversation; null if it goes on.
  Subject.@Nullable Ending heard(long now, PeerSession session, ExtensionMessage.Peers message) {
    Talk talk = talks.get(session.conn());
    if (!on || talk == null) {
      return null;
    }
    if (talk.heard && now - talk.heardAt < TOO_SOON_NANOS) {
      return ++talk.tooSoon < MOST_TOO_SOON
          ? null
          : new Subject.Ending(session, "floods us with addresses", false);
    }
    talk.heard = true;
    talk.heardAt = now;
    for (ExchangedPeer peer : message.added()) {
      if (belongs(peer.endpoint().ip(), session.endpoint().ip())) {
        neighbours
            .book()
            .learn(now, PeerSource.EXCHANGE, peer.endpoint(), peer.has(ExchangedPeer.UPLOAD_ONLY));
        if (peer.has(ExchangedPeer.UTP)) {
          neighbours.book().speaksUtp(peer.endpoint());
        }
        if (peer.has(ExchangedPeer.HOLEPUNCH) && Holepunch.speaks(session)) {
          neighbours.book().introducer(peer.endpoint(), session.conn());
        }
      }
    }
    return null;
  }

  /// Whether this address means something where that peer is: a machine's own addresses do not
  /// outside of it, and a private network's do not outside of that.
  static boolean belongs(IpAddress address, IpAddress peer) {
    if (address.isLoopback()) {
      return peer.isLoopback();
    }
    return !address.isPrivate() || peer.isPrivate() || peer.isLoopback();
  }

  // What we tell.

  /// Tells those who may be told again what is new to them.
  void advance(long now, Outbox out) {
    if (!on || !known || now - due < 0) {
      return;
    }
    long next = Long.MAX_VALUE;
    for (PeerSession session : neighbours.all()) {
      Talk talk = talks.get(session.conn());
      if (talk == null) {
        continue;
      }
      if (now - talk.tellAt >= 0) {
        tell(now, session, talk, out);
      }
      if (talk.tellAt > now) {
        next = Math.min(next, talk.tellAt);
      }
    }
    due = next;
  }

  private void tell(long now, PeerSession session, Talk talk, Outbox out) {
    List<Endpoint> dropped = dropped(session, talk);
    List<ExchangedPeer> added = added(session, talk);
    if (!added.isEmpty() || !dropped.isEmpty()) {
      session.say(Extension.PEERS, new ExtensionMessage.Peers(added, dropped), out);
      talk.tellAt = now + INTERVAL_NANOS;
    }
  }

  private List<ExchangedPeer> added(PeerSession to, Talk talk) {
    List<ExchangedPeer> added = new ArrayList<>();
    for (Present one : present.values()) {
      if (added.size() == MOST) {
        break;
      }
      if (one.number > talk.told) {
        talk.told = one.number;
        if (one.session != to && belongs(one.session.listening().ip(), to.endpoint().ip())) {
          added.add(new ExchangedPeer(one.session.listening(), flags(one.session)));
        }
      }
    }
    return added;
  }

  private List<Endpoint> dropped(PeerSession to, Talk talk) {
    List<Endpoint> dropped = new ArrayList<>();
    for (Departed one : departed) {
      if (dropped.size() == MOST) {
        break;
      }
      if (one.left > talk.toldLeft) {
        talk.toldLeft = one.left;
        if (one.came <= talk.told && belongs(one.endpoint.ip(), to.endpoint().ip())) {
          dropped.add(one.endpoint);
        }
      }
    }
    return dropped;
  }

  private int flags(PeerSession session) {
    boolean punches = Holepunch.speaks(session);
    boolean utp = punches || neighbours.book().isSpeakingUtp(session.listening());
    return (session.uploadOnly() ? ExchangedPeer.UPLOAD_ONLY : 0)
        | (utp ? ExchangedPeer.UTP : 0)
        | (punches ? ExchangedPeer.HOLEPUNCH : 0)
        | (session.outgoing() ? ExchangedPeer.REACHABLE : 0);
  }
}
