package dev.freshet.core.piece;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Chooses the blocks to ask each peer for, and keeps the account of what is under way.
///
/// *Theory of operation.* A piece is missing until it is verified; a missing piece is open until
/// its first block is asked for, then it is begun. What a peer is asked for, in this order:
///
/// 1. More of the piece that it works on, blocks in a row.
/// 2. A begun piece that nobody works on any more, the nearest to its end first: what is begun is
///    to be finished, since only whole pieces can be checked and passed on.
/// 3. A new piece, the rarest that the peer has, if the peer is fast enough for a piece of its own
///    ([#ALONE_NANOS]); a piece from one sender shows whom to blame if it is bad.
/// 4. A piece that others work on, among peers of its own speed if possible. Slow peers do this
///    before they begin a new piece, and everybody does when there are more unfinished pieces than
///    [#PARTIALS_PER_PEER] times the peers.
///
/// The very first pieces are chosen by chance and by everyone together: rare pieces come slowly,
/// and with nothing to trade we get nothing (BEP 3).
///
/// When every missing block is under way the endgame begins, see [Endgame].
///
/// A peer is a key, any number that is not used again. Every block that [#pick] gives counts as
/// asked for at once, and must be followed by [#arrived], [#returned], [#released] or [#gone]. What
/// was given up may still arrive, and is welcome if it is still missing.
public final class PiecePicker {
  /// How many pieces are chosen by chance before the rarest go first.
  static final int RANDOM_FIRST = 4;

  /// A peer that needs no longer for a whole piece gets one of its own.
  static final long ALONE_NANOS = 30_000_000_000L;

  /// How many unfinished pieces with free blocks there should be at most for each peer.
  static final double PARTIALS_PER_PEER = 1.5;

  /// How many there may be at all. Beyond it what nobody works on is given up.
  static final int MAX_PARTIALS = 2048;

  private final Geometry geometry;
  private final Availability availability;
  private final Bitfield have;
  private final Bitfield missing;
  private final @Nullable PieceProgress[] begun;
  private final List<PieceProgress> partials = new ArrayList<>();
  private final Map<Integer, Asked> peers = new LinkedHashMap<>();
  private int verifying;

  /// A picker for a torrent of which we `have` some pieces and do not want others, as those whose
  /// hash is not known yet. Both are copied. Opens the rest in `availability`.
  public PiecePicker(
      Geometry geometry, Bitfield have, Bitfield unwanted, Availability availability) {
    this.geometry = geometry;
    this.availability = availability;
    this.have = have.copy();
    this.missing = new Bitfield(geometry.pieceCount());
    this.begun = new PieceProgress[geometry.pieceCount()];
    for (int piece = 0; piece < geometry.pieceCount(); piece++) {
      if (!have.get(piece) && !unwanted.get(piece)) {
        want(piece);
      }
    }
  }

  // What happens to pieces.

  /// The piece is wanted from now on. Nothing if it is already, or here.
  public void want(int piece) {
    if (!have.get(piece) && missing.set(piece)) {
      availability.open(piece);
    }
  }

  /// The piece fitted its hash, wherever it came from.
  public void verified(int piece) {
    have.set(piece);
    missing.clear(piece);
    availability.close(piece);
    PieceProgress progress = begun[piece];
    if (progress != null) {
      forget(progress);
    }
  }

  /// A piece that was here is not any more.
  public void lost(int piece) {
    if (have.clear(piece)) {
      want(piece);
    }
  }

  /// The piece did not fit its hash, or could not be written: all of it is to be fetched again,
  /// from one peer alone.
  public void failed(int piece) {
    BitSet all = new BitSet();
    all.set(0, geometry.blockCount(piece));
    failed(piece, all);
  }

  /// These blocks of the piece are bad, and no others: they are to be fetched again. At least one.
  public void failed(int piece, BitSet blocks) {
    PieceProgress progress = begun[piece];
    if (progress == null) {
      return;
    }
    verifying -= progress.done() ? 1 : 0;
    for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
      progress.lose(block);
    }
    progress.retry = true;
    progress.owner = null;
    place(progress);
  }

  // What happens with peers.

  /// Chooses up to `count` blocks to ask this peer for, which has these pieces and lets us ask, and
  /// adds them to `out`.
  public void pick(
      long nowNanos, int peer, Bitfield has, PeerTraits traits, int count, Collection<Block> out) {
    Asked asked = peers.computeIfAbsent(peer, Asked::new);
    asked.traits = traits;
    int left = count;
    while (left > 0) {
      PieceProgress progress = next(asked, has);
      if (progress == null) {
        break;
      }
      left -= take(nowNanos, asked, progress, left, out);
    }
    if (left > 0 && endgame()) {
      for (Request other : Endgame.choose(nowNanos, asked, has, peers.values(), left)) {
        out.add(ask(nowNanos, asked, other.progress, other.block));
      }
    }
  }

  /// The same for a peer that lets us ask for these pieces alone (BEP 6).
  public void pickAllowedFast(
      long nowNanos,
      int peer,
      Bitfield has,
      PeerTraits traits,
      BitSet allowed,
      int count,
      Collection<Block> out) {
    Asked asked = peers.computeIfAbsent(peer, Asked::new);
    asked.traits = traits;
    int left = count;
    for (int piece = allowed.nextSetBit(0);
        piece >= 0 && piece < have.size() && left > 0;
        piece = allowed.nextSetBit(piece + 1)) {
      if (!has.get(piece) || !missing.get(piece)) {
        continue;
      }
      PieceProgress progress = begun[piece];
      if (progress == null) {
        progress = begin(asked, piece);
      }
      if (progress != null && progress.freeCount() > 0 && mayJoin(asked, progress)) {
        left -= take(nowNanos, asked, progress, left, out);
      }
    }
  }

  /// A block came from this peer.
  public Arrival arrived(int peer, int piece, int begin) {
    Asked asked = peers.get(peer);
    if (asked == null || begin % Geometry.BLOCK != 0) {
      return new Arrival.Unrequested();
    }
    int block = begin / Geometry.BLOCK;
    Request request = asked.find(piece, block);
    if (request == null) {
      return asked.wasLate(piece, block) ? late(asked, piece, block) : new Arrival.Unrequested();
    }
    asked.requests.remove(request);
    request.progress.drop(request);
    return fresh(asked, request.progress, block);
  }

  /// The peer will not send this block: it said so, or it is late. Nothing if it is not under way.
  public void returned(int peer, int piece, int begin) {
    Asked asked = peers.get(peer);
    Request request = asked == null ? null : asked.find(piece, begin / Geometry.BLOCK);
    if (request != null) {
      release(request);
    }
  }

  /// The peer sends nothing for now, as it choked us, or it snubs us: all that it owes is free for
  /// others at once.
  public void released(int peer) {
    Asked asked = peers.get(peer);
    if (asked != null) {
      releaseAll(asked);
    }
  }

  /// The peer is gone.
  public void gone(int peer) {
    Asked asked = peers.remove(peer);
    if (asked != null) {
      releaseAll(asked);
    }
  }

  // What is asked.

  /// Whether there is a missing piece among these.
  public boolean interesting(Bitfield has) {
    return missing.nextCommon(has, 0) >= 0;
  }

  /// Who sent each block of a piece that is done but not verified, by the keys; empty if there is
  /// no such piece.
  public int[] senders(int piece) {
    PieceProgress progress = begun[piece];
    return progress != null && progress.done() ? progress.senders() : new int[0];
  }

  /// Whether all missing blocks that may be asked for are under way.
  public boolean endgame() {
    return availability.openCount() == 0 && partials.isEmpty();
  }

  /// How many blocks this peer owes us.
  public int outstanding(int peer) {
    Asked asked = peers.get(peer);
    return asked == null ? 0 : asked.requests.size();
  }

  /// How many begun pieces have blocks that nobody is asked for.
  public int partialCount() {
    return partials.size();
  }

  // Choosing a piece.

  private @Nullable PieceProgress next(Asked asked, Bitfield has) {
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
    boolean first = have.cardinality() + verifying < RANDOM_FIRST;
    boolean crowded = partials.size() > PARTIALS_PER_PEER * peers.size();
    boolean fast = manages(asked, geometry.pieceLength());
    PieceProgress shared = joinable.like();
    if (shared == null && (first || crowded)) {
      shared = joinable.unlike();
    }
    if (shared != null && (first || crowded || !fast)) {
      return shared;
    }
    PieceProgress fresh = begin(asked, first ? availability.any(has) : availability.rarest(has));
    if (fresh != null) {
      return fresh;
    }
    return joinable.like() != null ? joinable.like() : joinable.unlike();
  }

  /// The begun pieces with free blocks that a peer could work on, the best of each sort.
  ///
  /// @param orphan nobody works on it
  /// @param like its owner is fast enough for it alone if the peer is, and not if the peer is not
  /// @param unlike its owner is of the other sort
  private record Joinable(
      @Nullable PieceProgress orphan,
      @Nullable PieceProgress like,
      @Nullable PieceProgress unlike) {}

  private Joinable joinable(Asked asked, Bitfield has) {
    PieceProgress orphan = null;
    PieceProgress like = null;
    PieceProgress unlike = null;
    for (PieceProgress progress : partials) {
      if (!has.get(progress.piece) || !mayJoin(asked, progress)) {
        continue;
      }
      Asked owner = progress.owner;
      if (owner == null) {
        orphan = nearerEnd(progress, orphan);
      } else if (manages(owner, progress.size) == manages(asked, progress.size)) {
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

  /// Whether this peer may be asked for blocks of this piece.
  private boolean mayJoin(Asked asked, PieceProgress progress) {
    if (progress.owner == asked) {
      return true;
    }
    if (asked.traits.alone()) {
      return progress.untouched();
    }
    if (!progress.exclusive() || progress.owner == null) {
      return true;
    }
    // the last pieces do not wait for a slow peer
    return availability.openCount() == 0 && !manages(progress.owner, progress.size);
  }

  private static boolean manages(Asked asked, int pieceSize) {
    return asked.managesAlone(pieceSize, ALONE_NANOS);
  }

  /// Begins this piece, if it is one (-1 is none) and there is room for it.
  private @Nullable PieceProgress begin(Asked asked, int piece) {
    if (piece < 0 || (partials.size() >= MAX_PARTIALS && !dropOrphan())) {
      return null;
    }
    PieceProgress progress = begin(piece);
    progress.owner = asked;
    return progress;
  }

  private PieceProgress begin(int piece) {
    availability.close(piece);
    PieceProgress progress =
        new PieceProgress(piece, geometry.pieceSize(piece), geometry.blockCount(piece));
    begun[piece] = progress;
    place(progress);
    return progress;
  }

  private boolean dropOrphan() {
    for (PieceProgress progress : partials) {
      if (progress.underWay() == 0) {
        forget(progress);
        availability.open(progress.piece);
        return true;
      }
    }
    return false;
  }

  // Asking.

  private int take(
      long now, Asked asked, PieceProgress progress, int count, Collection<Block> out) {
    int block;
    if (asked.current == progress) {
      block = progress.nextFree(asked.lastBlock + 1);
    } else if (progress.underWay() > 0) {
      block = progress.middleOfLongestGap();
    } else {
      block = progress.nextFree(0);
    }
    if (progress.owner == null) {
      progress.owner = asked;
    }
    asked.current = progress;
    int taken = 0;
    while (taken < count && block >= 0) {
      out.add(ask(now, asked, progress, block));
      taken++;
      asked.lastBlock = block;
      block = progress.nextFree(block + 1);
    }
    return taken;
  }

  private Block ask(long now, Asked asked, PieceProgress progress, int block) {
    Request request = new Request(asked, progress, block, now + asked.dueInNanos());
    asked.requests.add(request);
    progress.ask(request);
    place(progress);
    return new Block(
        progress.piece, geometry.blockBegin(block), geometry.blockSize(progress.piece, block));
  }

  // Getting, and not getting.

  private Arrival late(Asked asked, int piece, int block) {
    PieceProgress progress = begun[piece];
    if (have.get(piece) || (progress != null && progress.arrived(block))) {
      return new Arrival.Duplicate();
    }
    if (!missing.get(piece)) {
      return new Arrival.Unrequested();
    }
    return fresh(asked, progress != null ? progress : begin(piece), block);
  }

  private Arrival fresh(Asked asked, PieceProgress progress, int block) {
    progress.arrive(block, asked.key);
    List<Integer> others = List.of();
    if (progress.first(block) != null) {
      others = new ArrayList<>();
      for (Request other : progress.requests(block)) {
        others.add(other.peer.key);
        other.peer.giveUp(other);
        progress.drop(other);
      }
    }
    place(progress);
    boolean done = progress.done();
    verifying += done ? 1 : 0;
    return done || !others.isEmpty() ? new Arrival.Fresh(done, others) : Arrival.Fresh.PLAIN;
  }

  private void releaseAll(Asked asked) {
    for (Request request : List.copyOf(asked.requests)) {
      release(request);
    }
    for (PieceProgress progress : List.copyOf(partials)) {
      disown(asked, progress);
    }
    asked.current = null;
  }

  private void release(Request request) {
    request.peer.giveUp(request);
    request.progress.drop(request);
    place(request.progress);
    disown(request.peer, request.progress);
  }

  /// The peer does not work on this piece any more.
  private void disown(Asked asked, PieceProgress progress) {
    if (progress.owner == asked) {
      progress.owner = null;
    }
    if (asked.current == progress) {
      asked.current = null;
    }
    if (progress.untouched() && !progress.retry) {
      forget(progress);
      availability.open(progress.piece);
    }
  }

  // Keeping the list of pieces with free blocks.

  private void place(PieceProgress progress) {
    if (progress.freeCount() > 0 && progress.place < 0) {
      progress.place = partials.size();
      partials.add(progress);
    } else if (progress.freeCount() == 0 && progress.place >= 0) {
      unplace(progress);
    }
  }

  private void unplace(PieceProgress progress) {
    PieceProgress last = partials.removeLast();
    if (last != progress) {
      partials.set(progress.place, last);
      last.place = progress.place;
    }
    progress.place = -1;
  }

  /// The piece is not begun any more.
  private void forget(PieceProgress progress) {
    begun[progress.piece] = null;
    verifying -= progress.done() ? 1 : 0;
    if (progress.place >= 0) {
      unplace(progress);
    }
    for (int block = 0; block < progress.blockCount(); block++) {
      for (Request request : progress.requests(block)) {
        request.peer.giveUp(request);
        progress.drop(request);
      }
    }
  }
}
