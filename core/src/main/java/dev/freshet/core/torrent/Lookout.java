package dev.freshet.core.torrent;

import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.piece.Availability;
import dev.freshet.core.webseed.Ahead;
import dev.freshet.core.webseed.Turn;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.PeerId;
import java.nio.ByteBuffer;

/// What we see near us while web servers are to be asked: who else wants the file, which pieces
/// turn up, and what becomes of those that we fetched.
final class Lookout {
  /// Who fetches has left off when for so many times as long as a piece takes, and for so long at
  /// least, nothing more has turned up of it.
  private static final int PIECES_LATE = 4;

  private static final long LEAST_LATE_NANOS = 2_000_000_000L;

  private final Contents contents;
  private final Availability availability;
  private final Traffic traffic;
  private final Neighbours neighbours;
  private final long ours;
  private final Turn turn;
  private final Ahead ahead;
  private final Bitfield seen;
  private final long startNanos;
  private Bitfield seenBefore;
  private Bitfield seenLongAgo;
  private long turnedAt;
  private int seenAtFirst = -1;
  private int waiting;
  private long fed;

  /// Tells `turn` what it sees. `ours` is who we are.
  Lookout(
      long nowNanos,
      Contents contents,
      Availability availability,
      Traffic traffic,
      Neighbours neighbours,
      PeerId ours,
      Turn turn,
      Ahead ahead) {
    this.contents = contents;
    this.availability = availability;
    this.traffic = traffic;
    this.neighbours = neighbours;
    this.ours = number(ours);
    this.turn = turn;
    this.ahead = ahead;
    this.seen = new Bitfield(contents.geometry().pieceCount());
    this.seenBefore = seen.copy();
    this.seenLongAgo = seen.copy();
    this.startNanos = nowNanos;
    this.turnedAt = nowNanos;
  }

  /// Whether it is our turn to ask.
  Turn turn() {
    return turn;
  }

  /// The random part of a peer id.
  private static long number(PeerId id) {
    return ByteBuffer.wrap(id.bytes()).getLong(PeerId.LENGTH - Long.BYTES);
  }

  /// Looks round.
  void look(long now) {
    int count = 0;
    int before = 0;
    int known = seen.cardinality();
    seen.or(contents.have());
    int own = seen.cardinality() - known;
    for (PeerSession session : neighbours.all()) {
      Bitfield has = session.has();
      if (!session.live() || has == null) {
        continue;
      }
      seen.or(has);
      PeerId theirs = session.introduction().peerId();
      if (!session.seed() && theirs != null) {
        count++;
        before += number(theirs) > ours ? 1 : 0;
      }
    }
    turn.rivals(now, count, before, neighbours.book().size());
    seenAtFirst = seenAtFirst < 0 ? seen.cardinality() : seenAtFirst;
    if (now - turnedAt >= late(now)) {
      turnedAt = now;
      seenLongAgo = seenBefore;
      seenBefore = seen.copy();
    }
    if (seen.cardinality() > known + own) {
      turn.news(now);
    }
    ahead.forget(piece -> availability.count(piece) > 0);
    if (ahead.size() < waiting) {
      turn.spread(now);
    }
    waiting = ahead.size();
    if (traffic.given() > fed) {
      fed = traffic.given();
      turn.fed(now);
    }
  }

  /// About how many fetch from servers in the whole swarm: as many times as much has turned up as
  /// we have fetched ourselves.
  int fetching() {
    return (seen.cardinality() + 1) / (ahead.all() + 1);
  }

  /// Whether someone fetched the piece before this one, and should have brought this one by now.
  boolean leftOff(int piece) {
    return seenLongAgo.get(Math.floorMod(piece - 1, seenLongAgo.size()));
  }

  private long late(long now) {
    int turnedUp = seen.cardinality() - seenAtFirst;
    long perPiece = (now - startNanos) / (turnedUp + 1) * Math.min(fetching(), Turn.MOST);
    return Math.max(LEAST_LATE_NANOS, PIECES_LATE * perPiece);
  }

  /// How many of the pieces that may be begun nobody near has.
  int unseen() {
    int count = 0;
    int piece = availability.nextUnseen(0);
    for (; piece >= 0; piece = availability.nextUnseen(piece + 1)) {
      count++;
    }
    return count;
  }
}
