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
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Super-seeding (BEP 16): a first seed shows each neighbour a piece at a time instead of all that
/// it has. Ends by itself when the swarm does not need it: another seed is among the neighbours, or
/// every piece is out.
final class Spreading {
  private static final long JOIN_NANOS = 1_000_000_000L;

  private static final int AT_ONCE = 2;

  private static final int MAX_AT_ONCE = 1000;

  private final boolean wished;
  private final Geometry geometry;
  private final RandomGenerator random;
  private final Map<Integer, Boolean> joined = new LinkedHashMap<>();

  /// The last piece whose end is on its way to each.
  private final Map<PeerSession, Integer> leaving = new LinkedHashMap<>();

  private @Nullable SuperSeed chooser;

  Spreading(boolean wished, Geometry geometry, RandomGenerator random) {
    this.wished = wished;
    this.geometry = geometry;
    this.random = random;
  }

  /// What is here is known now. If that is everything, spreading begins if it was wished for; if a
  /// check found that something is missing, it ends.
  void begin(boolean complete) {
    chooser = wished && complete ? new SuperSeed(geometry.pieceCount(), random) : null;
    joined.clear();
    leaving.clear();
  }

  /// Whether neighbours are shown single pieces.
  boolean on() {
    return chooser != null;
  }

  /// A neighbour has said what it has.
  void joined(long now, PeerSession session, Outbox out) {
    Bitfield has = session.has();
    if (chooser != null && has != null && joined.put(session.conn(), true) == null) {
      chooser.joined(session.conn(), has);
    }
  }

  /// A neighbour has announced a piece.
  void seen(long now, PeerSession session, int piece, Outbox out) {
    if (chooser == null) {
      return;
    }
    if (!joined.containsKey(session.conn())) {
      joined(now, session, out);
      return;
    }
    chooser.seen(now, session.conn(), piece);
  }

  /// A neighbour asks for a part of this piece.
  void asked(long now, PeerSession session, int piece) {
    if (chooser != null) {
      chooser.asked(now, session.conn(), piece);
    }
  }

  /// A neighbour is sent this block. Its piece counts as fetched when nothing waits to leave for it
  /// any more.
  void given(PeerSession session, Message.Request block) {
    boolean last = block.begin() + block.length() == geometry.pieceSize(block.piece());
    if (chooser != null && last) {
      leaving.put(session, block.piece());
    }
  }

  private void left(long now, SuperSeed from) {
    leaving
        .entrySet()
        .removeIf(entry -> {
          PeerSession session = entry.getKey();
          boolean left = session.queuedBytes() == 0;
          if (left) {
            from.given(now, session.conn(), entry.getValue());
          }
          return left || session.ended();
        });
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

  /// Goes on where someone waits. Who wants nothing of what it was dealt is shown everything, and
  /// so is everyone once spreading has come to its end. It ends too when we are `complete` no
  /// longer, since the disk failed.
  void round(
      long now,
      boolean complete,
      Collection<PeerSession> sessions,
      Consumer<PeerSession> showAll,
      Outbox out) {
    SuperSeed from = chooser;
    if (from == null) {
      return;
    }
    boolean otherSeed = false;
    for (PeerSession session : List.copyOf(sessions)) {
      if (session.live() && now - session.since() >= JOIN_NANOS) {
        joined(now, session, out);
      }
      otherSeed |= session.seed();
      if (!session.interestedInUs() && from.declines(now, session.conn())) {
        showAll.accept(session);
      }
    }
    if (!complete || otherSeed || from.over(now)) {
      chooser = null;
      joined.clear();
      leaving.clear();
      sessions.stream().filter(PeerSession::live).forEach(showAll);
    }
  }

  /// Shows the next pieces to those whose turn it is, as many as keep the uplink busy.
  void deal(long now, long rate, Neighbours neighbours, Outbox out) {
    SuperSeed from = chooser;
    if (from == null) {
      return;
    }
    long ahead = rate * (from.aheadNanos() / 1_000_000) / 1000;
    int most = AT_ONCE + (int) Math.min(ahead / geometry.pieceLength(), MAX_AT_ONCE);
    left(now, from);
    IntFunction<SuperSeed.Guise> guise = conn -> guise(neighbours.get(conn), now);
    SuperSeed.Card card = from.deal(now, most, guise);
    while (card != null) {
      PeerSession session = neighbours.get(card.peer());
      if (session != null) {
        session.say(new Message.Have(card.piece()), out);
        session.choke(false, now, out);
      }
      card = from.deal(now, most, guise);
    }
  }

  private static SuperSeed.Guise guise(@Nullable PeerSession session, long now) {
    if (session != null && !session.chokedByUs() && !session.idle(now)) {
      return SuperSeed.Guise.FETCHING;
    }
    return session != null && session.interestedInUs()
        ? SuperSeed.Guise.WAITING
        : SuperSeed.Guise.UNINTERESTED;
  }
}
