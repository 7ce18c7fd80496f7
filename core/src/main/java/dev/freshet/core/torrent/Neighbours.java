package dev.freshet.core.torrent;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.link.Link;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.table.IntTable;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The neighbour set: which of the known addresses we talk to. Opens connections up to a limit,
/// keeps one of two that lead to the same peer, and makes room for newcomers when all places are
/// taken by peers that neither give nor take.
final class Neighbours {
  private static final long SECOND = 1_000_000_000L;
  private static final long REPLACE_NANOS = 30 * SECOND;
  private static final long PROVE_NANOS = 60 * SECOND;
  private static final long MOVED_NANOS = 10 * SECOND;
  private static final int KEPT_FOR_INCOMING = 5;
  private static final int MAX_DEPARTED = 1000;

  private final PeerId ours;
  private final int most;
  private final Ports ports;
  private final Connections connections;
  private final int torrent;
  private final PeerBook book;
  private final Map<Integer, PeerSession> connecting = new LinkedHashMap<>();
  private final IntTable<PeerSession> sessions = new IntTable<>();
  private final LinkedHashMap<Integer, Endpoint> departed = new LinkedHashMap<>();
  private final RandomGenerator random;
  private long replaceAt;
  private String proxyTrouble = "";
  private boolean tried;
  private int comers;

  Neighbours(int torrent, PeerId ours, Surroundings shared) {
    this.torrent = torrent;
    this.ours = ours;
    this.most = shared.connectionsPerTorrent();
    this.ports = shared.ports();
    this.connections = shared.connections();
    this.random = shared.random();
    this.book = new PeerBook(ports, shared.transports(), random);
  }

  /// The addresses known.
  PeerBook book() {
    return book;
  }

  /// All conversations that have a connection, in the order in which they began.
  List<PeerSession> all() {
    return sessions.values();
  }

  /// The same by connection.
  IntTable<PeerSession> byConn() {
    return sessions;
  }

  /// The conversation on this connection; null if there is none.
  @Nullable PeerSession get(int conn) {
    return sessions.get(conn);
  }

  /// Whether this conversation still goes on.
  boolean has(PeerSession session) {
    return !session.ended();
  }

  /// How many connections are being opened.
  int opening() {
    return connecting.size();
  }

  /// Whether nobody has been called since the torrent came.
  boolean untried() {
    return !tried;
  }

  // What arrives.

  /// A connection that we asked for stands: the conversation on it; null if it is not ours.
  @Nullable PeerSession connected(int conn) {
    PeerSession session = settled(conn, "");
    if (session != null) {
      sessions.put(conn, session);
    }
    return session;
  }

  /// A call is over, whatever came of it: the conversation that it was for; null if it is not ours.
  private @Nullable PeerSession settled(int conn, String trouble) {
    PeerSession session = connecting.remove(conn);
    if (session != null) {
      proxyTrouble = trouble;
      connections.settled();
    }
    return session;
  }

  /// A peer that connected to us belongs here. The connections has counted it. False if there is no
  /// room.
  boolean accepted(PeerSession session) {
    if (full()) {
      return false;
    }
    sessions.put(session.conn(), session);
    return true;
  }

  private boolean full() {
    return sessions.size() + connecting.size() >= most;
  }

  /// Who should make room for one more that wants to come in, now that all places are taken; null
  /// if there is room, or nobody should. Who gives or takes something never should.
  ///
  /// In a crowd that comes all at once, who came first would fill up with those who came right
  /// after, and the swarm would be a long chain. So those stay with whom a connection has the
  /// highest priority (BEP 40): to both ends it is the same, to each neighbour it is another, and
  /// nobody gains by calling again, nor by calling from one address more than once. As long as it
  /// is not known, of all who ever wanted to come in each has the same chance of a place (a
  /// reservoir sample).
  @Nullable PeerSession toReplace(long now, PeerSession comer) {
    comers++;
    if (!full()) {
      return null;
    }
    long priority = priority(comer);
    if (priority < 0 && random.nextInt(comers) >= most) {
      return null;
    }
    PeerSession lowest = null;
    long lowestPriority = 0;
    int ties = 0;
    for (PeerSession session : sessions.values()) {
      if (priority >= 0 && session.endpoint().ip().equals(comer.endpoint().ip())) {
        return null;
      }
      if (!session.live() || worth(session, now) > 0 || !session.asked().isEmpty()) {
        continue;
      }
      long its = priority(session);
      if (lowest == null || its < lowestPriority) {
        lowest = session;
        lowestPriority = its;
        ties = 1;
      } else if (its == lowestPriority && random.nextInt(++ties) == 0) {
        lowest = session;
      }
    }
    return priority < 0 || lowestPriority < priority ? lowest : null;
  }

  /// Whether it is known where the peer can be reached.
  static boolean findable(PeerSession session) {
    return session.outgoing() || session.introduction().listenPort() != 0;
  }

  /// -1 if it is not known.
  private long priority(PeerSession session) {
    Endpoint peer = session.listening();
    return findable(session) || !ports.isOurs(peer.ip()) ? ports.priority(peer) : -1;
  }

  /// A peer has said how to reach it, and may have said at which address it sees us.
  void introduced(PeerSession session) {
    IpAddress ours = session.introduction().ourIp();
    if (ours != null) {
      ports.seenAt(session.endpoint().ip(), ours);
    }
  }

  /// A connection is gone, or never came to be. The conversation that was on it; null if none.
  @Nullable PeerSession gone(long now, int conn, boolean failed) {
    PeerSession half = settled(conn, "");
    if (half != null) {
      connections.closed(conn);
      book.unanswered(now, half.endpoint());
      return null;
    }
    PeerSession session = ended(conn);
    if (session != null && session.live() && findable(session)) {
      book.disconnected(now, session.listening(), failed, session.seed());
    } else if (session != null && session.outgoing()) {
      book.hungUp(now, session.listening());
    }
    return session;
  }

  private @Nullable PeerSession ended(int conn) {
    PeerSession session = sessions.remove(conn);
    if (session != null) {
      remember(session);
      connections.closed(conn);
      session.end();
    }
    return session;
  }

  /// We have ended the conversation on this connection because we leave. It; null if there is none.
  @Nullable PeerSession left(long now, int conn) {
    PeerSession session = ended(conn);
    if (session != null && findable(session)) {
      book.left(now, session.listening(), session.seed());
    }
    return session;
  }

  /// A call never left our proxy, which says nothing of the peer.
  void heldUp(long now, int conn, String reason) {
    PeerSession half = settled(conn, reason);
    if (half != null) {
      connections.closed(conn);
      book.heldUp(now, half.endpoint());
    }
  }

  /// Why no call leaves our proxy, as one clause; empty if they do, or none was made.
  String proxyTrouble() {
    return proxyTrouble;
  }

  private void remember(PeerSession session) {
    if (departed.size() == MAX_DEPARTED) {
      departed.pollFirstEntry();
    }
    departed.put(session.conn(), session.listening());
  }

  /// Where the peer was reached that was on this connection; null if that was long ago.
  @Nullable Endpoint departed(int conn) {
    return departed.get(conn);
  }

  /// The peer of `fresh` has said who it is: the conversation to end because there are two with the
  /// same peer, or because the peer is us; null if none. Both ends choose the same one: the
  /// connection that the peer with the greater id opened stays. But a peer that calls anew after it
  /// has been silent may have moved, and the old connection lead nowhere.
  @Nullable PeerSession duplicate(long now, PeerSession fresh) {
    PeerId theirs = fresh.introduction().peerId();
    if (theirs == null || theirs.equals(ours)) {
      return fresh;
    }
    for (PeerSession old : sessions.values()) {
      if (old != fresh && theirs.equals(old.introduction().peerId())) {
        if (!fresh.outgoing() && old.silence(now) >= MOVED_NANOS) {
          return old;
        }
        boolean oursStays = Arrays.compareUnsigned(ours.bytes(), theirs.bytes()) > 0;
        return old.outgoing() != fresh.outgoing() && fresh.outgoing() == oursStays ? old : fresh;
      }
    }
    return null;
  }

  // Time.

  /// Opens what may be opened now.
  void connect(long now, boolean wantSeeds, Outbox out) {
    while (sessions.size() + connecting.size() < most - KEPT_FOR_INCOMING || tiny()) {
      Endpoint to = connections.mayOpen() ? book.next(now, wantSeeds) : null;
      if (to == null) {
        return;
      }
      tried = true;
      int conn = connections.open(torrent, book.byUtp(to));
      connecting.put(conn, new PeerSession(conn, to, true, Link.plain(), now));
      out.add(new NetEffect.Connect(conn, to));
    }
  }

  /// Calls the peer at this address by uTP, if we do not talk to it yet: it calls us too.
  void callBack(long now, Endpoint to, Outbox out) {
    if (connections.mayOpen() && !full() && book.callBack(now, to)) {
      int conn = connections.open(torrent, true);
      connecting.put(conn, new PeerSession(conn, to, true, Link.plain(), now));
      out.add(new NetEffect.Connect(conn, to));
    }
  }

  /// Whom we are calling on this connection; null if it stands, or there is none.
  @Nullable Endpoint calling(int conn) {
    PeerSession half = connecting.get(conn);
    return half == null ? null : half.endpoint();
  }

  private boolean tiny() {
    return most <= 2 * KEPT_FOR_INCOMING && sessions.size() + connecting.size() < most;
  }

  /// The neighbours of no use: seeds when we want nothing, and, from time to time while all places
  /// are taken and others wait, the one that has given and taken least.
  List<PeerSession> useless(long now, boolean wantSeeds) {
    List<PeerSession> useless = new ArrayList<>();
    PeerSession worst = null;
    for (PeerSession session : sessions.values()) {
      if (!wantSeeds && session.live() && session.seed()) {
        useless.add(session);
      } else if (now - session.since() >= PROVE_NANOS
          && (worst == null || worth(session, now) < worth(worst, now))) {
        worst = session;
      }
    }
    boolean crowded = sessions.size() >= most - KEPT_FOR_INCOMING;
    if (crowded && worst != null && now - replaceAt >= 0 && book.hasCandidate(wantSeeds)) {
      replaceAt = now + REPLACE_NANOS;
      useless.add(worst);
    }
    return useless;
  }

  private static long worth(PeerSession session, long now) {
    return session.down().rate(now) + session.up().rate(now);
  }

  /// Whether anyone waits for anything: a neighbour for us, or we for one that lets us ask.
  boolean moving() {
    for (PeerSession session : sessions.values()) {
      if (session.interestedInUs()
          || !session.asked().isEmpty()
          || (session.interestingToUs() && !session.chokingUs())) {
        return true;
      }
    }
    return false;
  }

  /// When an address may be tried that may not be now; [Long#MAX_VALUE] if none.
  long deadline(long now, boolean wantSeeds) {
    return sessions.size() + connecting.size() >= most
        ? Long.MAX_VALUE
        : book.deadline(now, wantSeeds);
  }

  /// Gives up the connections that are being opened, because we leave.
  void giveUp(long now, Outbox out) {
    for (PeerSession half : List.copyOf(connecting.values())) {
      out.add(new NetEffect.Close(half.conn()));
      settled(half.conn(), "");
      connections.closed(half.conn());
      book.left(now, half.endpoint(), false);
    }
  }

  /// The torrent is private (BEP 27): forgets whom others told of, also those that we call just
  /// now.
  void turnPrivate(long now, Outbox out) {
    for (PeerSession half : List.copyOf(connecting.values())) {
      if (book.hearsay(half.endpoint())) {
        out.add(new NetEffect.Close(half.conn()));
        gone(now, half.conn(), false);
      }
    }
    book.turnPrivate();
  }

  /// The end of our own id in hex.
  String cookie() {
    return HexFormat.of().formatHex(ours.bytes(), PeerId.LENGTH - 4, PeerId.LENGTH);
  }

  /// Whether this is our own id.
  boolean isUs(PeerId id) {
    return ours.equals(id);
  }
}
