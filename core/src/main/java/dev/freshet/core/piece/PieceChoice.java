package dev.freshet.core.piece;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import org.jspecify.annotations.Nullable;

/// Which piece a peer is to work on. In this order:
///
/// 1. The piece that it works on.
/// 2. A begun piece that nobody works on any more, the nearest to its end first: what is begun is
///    to be finished, since only whole pieces can be checked and passed on.
/// 3. A new piece, the rarest that the peer has, if the peer is fast enough for a piece of its own
///    ([#ALONE_NANOS]); a piece from one sender shows whom to blame if it is bad.
/// 4. A piece that others work on, of peers as fast as this one first. Slow peers do this before
///    they begin a new piece, and everybody does when there are more unfinished pieces than
///    [#PARTIALS_PER_PEER] times the peers.
/// 5. For a peer that gets whole pieces alone: a begun piece that nobody else works on.
///
/// The very first pieces are chosen by chance and fetched by everyone together: rare pieces come
/// slowly, and with nothing to trade we get nothing (BEP 3).
final class PieceChoice {
  /// A peer that needs no longer for a whole piece gets one of its own.
  static final long ALONE_NANOS = 30_000_000_000L;

  /// How many unfinished pieces with free blocks there should be at most for each peer at work.
  static final double PARTIALS_PER_PEER = 1.5;

  private final Geometry geometry;
  private final Availability availability;
  private final BegunPieces begun;

  PieceChoice(Geometry geometry, Availability availability, BegunPieces begun) {
    this.geometry = geometry;
    this.availability = availability;
    this.begun = begun;
  }

  /// The begun pieces with free blocks that a peer could work on, the best of each sort.
  ///
  /// @param orphan nobody works on it
  /// @param like its owner and the peer are both fast enough for a piece of their own, or both not
  /// @param unlike one of them is, the other not
  private record Joinable(
      @Nullable PieceProgress orphan,
      @Nullable PieceProgress like,
      @Nullable PieceProgress unlike) {
    @Nullable PieceProgress shared() {
      return like != null ? like : unlike;
    }
  }

  /// A piece with free blocks for this peer, begun if need be; null if there is none. `first` while
  /// we have hardly a piece; `peers` are at work.
  @Nullable PieceProgress next(Asked asked, Bitfield has, boolean first, int peers) {
    PieceProgress current = asked.current;
    if (current != null
        && current.place >= 0
        && has.get(current.piece)
        && mayJoin(asked, current)) {
      return current;
    }
    Joinable joinable = joinable(asked, has);
    if (joinable.orphan() != null) {
      return joinable.orphan();
    }
    boolean together = first || begun.partials().size() > PARTIALS_PER_PEER * peers;
    PieceProgress shared = together ? joinable.shared() : joinable.like();
    if (shared != null && (together || !managesAlone(asked, geometry.pieceLength()))) {
      return shared;
    }
    int piece = first ? availability.any(has) : availability.rarest(has);
    PieceProgress fresh = piece < 0 ? null : begin(asked, piece);
    if (fresh != null || joinable.shared() != null || !asked.traits.alone()) {
      return fresh != null ? fresh : joinable.shared();
    }
    return deserted(asked, has);
  }

  /// A begun piece that nobody else works on, for a peer that should send whole pieces alone and
  /// has nothing else to do: there may be no other left to finish what a peer that is gone began.
  private @Nullable PieceProgress deserted(Asked asked, Bitfield has) {
    for (PieceProgress progress : begun.partials()) {
      Asked owner = progress.owner();
      boolean free = owner == asked || (owner == null && progress.underWay() == 0);
      if (free && has.get(progress.piece)) {
        return progress;
      }
    }
    return null;
  }

  /// Begins this open piece with this peer; null if too much is begun.
  @Nullable PieceProgress begin(Asked asked, int piece) {
    if (!begun.room()) {
      return null;
    }
    PieceProgress progress = begun.begin(piece);
    progress.own(asked);
    return progress;
  }

  /// Whether this peer may be asked for blocks of this piece.
  boolean mayJoin(Asked asked, PieceProgress progress) {
    Asked owner = progress.owner();
    // the last pieces do not wait for a slow peer
    boolean waits =
        availability.openCount() == 0
            && owner != null
            && owner != asked
            && !managesAlone(owner, progress.size);
    if (asked.traits.alone()) {
      return progress.onlyFrom(asked) || waits;
    }
    return owner == asked || owner == null || !progress.exclusive() || waits;
  }

  private Joinable joinable(Asked asked, Bitfield has) {
    PieceProgress orphan = null;
    PieceProgress like = null;
    PieceProgress unlike = null;
    for (PieceProgress progress : begun.partials()) {
      if (!has.get(progress.piece) || !mayJoin(asked, progress)) {
        continue;
      }
      Asked owner = progress.owner();
      if (owner == null) {
        orphan = nearerEnd(progress, orphan);
      } else if (managesAlone(owner, progress.size) == managesAlone(asked, progress.size)) {
        like = nearerEnd(progress, like);
      } else {
        unlike = nearerEnd(progress, unlike);
      }
    }
    return new Joinable(orphan, like, unlike);
  }

  private static PieceProgress nearerEnd(PieceProgress one, @Nullable PieceProgress other) {
    return other == null || one.freeCount() < other.freeCount() ? one : other;
  }

  private static boolean managesAlone(Asked asked, int pieceSize) {
    return asked.manages(pieceSize, ALONE_NANOS);
  }
}
