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
import org.jspecify.annotations.Nullable;

/// The neighbour set: which of the known addresses we talk to. Opens connections up to a limit,
/// keeps one of two that lead to the same peer, and makes room for newcomers ([Places]).
final class Neighbours {
  private static final long SECOND = 1_000_000_000L;
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
  private final Places places;
  private String proxyTrouble = "";
  private boolean tried;

  Neighbours(int torrent, PeerId ours, Surroundings shared) {
    this.torrent = torrent;
    this.ours = ours;
    this.most = shared.connectionsPerTorrent();
    this.ports = shared.ports();
    this.connections = shared.connections();
    this.places = new Places(most, ports, shared.random());
    this.book = new PeerBook(ports, shared.transports(), shared.random());
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

  /// Who should make room for one more that wants to come in; null if there is room, or nobody
  /// should.
  @Nullable PeerSession toReplace(long now, PeerSession comer) {
    return places.toReplace(now, sessions.values(), full(), comer);
  }

  /// Whether it is known where the peer can be reached.
  static boolean findable(PeerSession session) {
    return session.outgoing() || session.introduction().listenPort() != 0;
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
  ///
  /// A peer's id is no secret: whoever calls it learns it. So who says it from another address is
  /// another peer, unless the old one owes an answer and is silent, or the one has come by IPv4 and
  /// the other by IPv6, as one machine that has both does. And not even then if the old one does
  /// nothing: who got there first, under the name of another, would keep that one out.
  @Nullable PeerSession duplicate(long now, PeerSession fresh) {
    PeerId theirs = fresh.introduction().peerId();
    if (theirs == null || theirs.equals(ours)) {
      return fresh;
    }
    for (PeerSession old : sessions.values()) {
      if (old != fresh && theirs.equals(old.introduction().peerId())) {
        PeerSession spare = spare(now, old, fresh, theirs);
        if (spare != null) {
          return spare;
        }
      }
    }
    return null;
  }

  private @Nullable PeerSession spare(long now, PeerSession old, PeerSession fresh, PeerId theirs) {
    IpAddress there = old.endpoint().ip();
    IpAddress here = fresh.endpoint().ip();
    boolean elsewhere = !there.equals(here);
    boolean silent = !fresh.outgoing() && old.silence(now) >= MOVED_NANOS;
    if (silent && (!elsewhere || !old.asked().isEmpty())) {
      return old;
    }
    boolean young = now - old.since() < MOVED_NANOS;
    if (elsewhere && (there.isV4() == here.isV4() || (!young && Places.worth(old, now) == 0))) {
      return null;
    }
    if (elsewhere && !young) {
      return fresh;
    }
    boolean oursStays = Arrays.compareUnsigned(ours.bytes(), theirs.bytes()) > 0;
    return old.outgoing() != fresh.outgoing() && fresh.outgoing() == oursStays ? old : fresh;
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

  /// The neighbours of no use: seeds when we want nothing, and, from time to time while others
  /// wait, who should make room.
  List<PeerSession> useless(long now, boolean wantSeeds) {
    List<PeerSession> useless = new ArrayList<>();
    if (!wantSeeds) {
      for (PeerSession session : sessions.values()) {
        if (session.live() && session.seed()) {
          useless.add(session);
        }
      }
    }
    int spare = most - KEPT_FOR_INCOMING - sessions.size() + useless.size();
    if (spare <= 0 && places.due(now) && book.hasCandidate(wantSeeds)) {
      useless.addAll(places.vacate(now, sessions.values(), useless, 1 - spare));
    }
    return useless;
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
