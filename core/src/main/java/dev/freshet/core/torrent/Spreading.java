package dev.freshet.core.torrent;

import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.piece.SuperSeed;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.wire.Message;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Super-seeding (BEP 16): a first seed shows each neighbour a piece at a time instead of all that
/// it has. Ends by itself when the swarm does not need it: another seed is among the neighbours, or
/// every piece is out.
final class Spreading {
  private static final long JOIN_NANOS = 1_000_000_000L;

  /// A quarter of a second's worth of pieces is shown ahead.
  private static final int AHEAD_PER_SECOND = 4;

  private static final int MAX_AT_ONCE = 1000;

  private final boolean wished;
  private final int pieceCount;
  private final int pieceLength;
  private final RandomGenerator random;
  private final Map<Integer, Boolean> joined = new LinkedHashMap<>();
  private @Nullable SuperSeed chooser;

  Spreading(boolean wished, Geometry geometry, RandomGenerator random) {
    this.wished = wished;
    this.pieceCount = geometry.pieceCount();
    this.pieceLength = geometry.pieceLength();
    this.random = random;
  }

  /// Everything is here when fetching would begin: spreading begins instead if it was wished for.
  void begin(boolean complete) {
    if (wished && complete) {
      chooser = new SuperSeed(pieceCount, random);
    }
  }

  /// Whether neighbours are shown single pieces.
  boolean on() {
    return chooser != null;
  }

  /// A neighbour has said what it has.
  void joined(long now, PeerSession session, Outbox out) {
    Bitfield has = session.has();
    if (chooser != null && has != null && joined.put(session.conn(), true) == null) {
      chooser.joined(now, session.conn(), has);
      reveal(now, session, out);
    }
  }

  /// A neighbour has announced a piece.
  void seen(long now, PeerSession session, int piece, Neighbours neighbours, Outbox out) {
    if (chooser == null) {
      return;
    }
    if (!joined.containsKey(session.conn())) {
      joined(now, session, out);
      return;
    }
    for (int conn : chooser.seen(now, session.conn(), piece)) {
      PeerSession earner = neighbours.get(conn);
      if (earner != null) {
        reveal(now, earner, out);
      }
    }
  }

  /// A neighbour is gone.
  void gone(int conn) {
    joined.remove(conn);
    if (chooser != null) {
      chooser.gone(conn);
    }
  }

  /// Whether this neighbour may ask for this piece.
  boolean offered(PeerSession session, int piece) {
    return chooser == null || chooser.offered(session.conn(), piece);
  }

  /// Goes on where someone waits. True if spreading has come to its end, so that everything may be
  /// shown to everyone.
  boolean round(long now, Collection<PeerSession> sessions, Outbox out) {
    SuperSeed from = chooser;
    if (from == null) {
      return false;
    }
    boolean otherSeed = false;
    for (PeerSession session : List.copyOf(sessions)) {
      if (session.live() && now - session.since() >= JOIN_NANOS) {
        joined(now, session, out);
      }
      otherSeed |= session.seed();
      reveal(now, session, out);
    }
    if (!otherSeed) {
      return false;
    }
    chooser = null;
    joined.clear();
    return true;
  }

  private void reveal(long now, PeerSession session, Outbox out) {
    if (chooser == null || !joined.containsKey(session.conn())) {
      return;
    }
    int atOnce = session.chokedByUs() ? 1 : atOnce(session.up().rate(now));
    int piece = chooser.reveal(now, session.conn(), atOnce);
    while (piece >= 0) {
      session.say(new Message.Have(piece), out);
      piece = chooser.reveal(now, session.conn(), atOnce);
    }
  }

  /// Enough pieces to keep a peer busy that takes so many bytes a second, until our next word can
  /// reach it.
  private int atOnce(long rate) {
    long ahead = rate / AHEAD_PER_SECOND / pieceLength;
    return (int) Math.min(SuperSeed.AT_ONCE + ahead, MAX_AT_ONCE);
  }
}
