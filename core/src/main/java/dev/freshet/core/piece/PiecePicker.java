package dev.freshet.core.piece;

import dev.freshet.core.table.IntTable;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Chooses the blocks to ask each peer for, and keeps the account of what is under way.
///
/// *Theory of operation.* A piece is missing until it is verified; a missing piece is open until
/// its first block is asked for, then it is begun. [PieceChoice] says which piece a peer works on,
/// and within it the peer gets blocks in a row, since that is how disks read best. When every
/// missing block is under way the endgame begins, see [Endgame]; before, a peer that has nothing
/// else to do is asked for what is late from others.
///
/// A peer is a key, any number that is not used again. Every block that [#pick] gives counts as
/// asked for at once, and must be followed by [#arrived], [#returned], [#released] or [#gone]. What
/// was given up may still arrive, and is welcome if it is still missing.
public final class PiecePicker {
  /// How many pieces are chosen by chance before the rarest go first.
  static final int RANDOM_FIRST = 4;

  private final Geometry geometry;
  private final Availability availability;
  private final Bitfield have;
  private final Bitfield missing;
  private final BegunPieces begun;
  private final PieceChoice choice;
  private final IntTable<Asked> peers = new IntTable<>();
  private int verifying;

  /// A picker for a torrent of which we `have` some pieces and do not want others, as those whose
  /// hash is not known yet. Both are copied. In `availability` just the rest is open from now on.
  public PiecePicker(
      Geometry geometry, Bitfield have, Bitfield unwanted, Availability availability) {
    this(geometry, geometry::blockCount, have, unwanted, availability);
  }

  /// The same where some blocks need not be fetched, since they are known to be zeros (padding).
  ///
  /// @param blocks how many blocks of a piece are to be fetched, from its first on, 1 or more
  public PiecePicker(
      Geometry geometry,
      IntUnaryOperator blocks,
      Bitfield have,
      Bitfield unwanted,
      Availability availability) {
    this.geometry = geometry;
    this.availability = availability;
    this.have = have.copy();
    this.missing = new Bitfield(geometry.pieceCount());
    this.begun = new BegunPieces(geometry, blocks, availability);
    this.choice = new PieceChoice(geometry, availability, begun);
    for (int piece = 0; piece < geometry.pieceCount(); piece++) {
      if (have.get(piece) || unwanted.get(piece)) {
        availability.close(piece);
      } else {
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
    PieceProgress progress = begun.get(piece);
    if (progress != null) {
      verifying -= progress.done() ? 1 : 0;
      begun.forget(progress);
    }
  }

  /// A piece that was here, or of which that was hoped, is not any more.
  public void lost(int piece) {
    have.clear(piece);
    want(piece);
  }

  /// The piece did not fit its hash, or could not be written: all of it is to be fetched again,
  /// from one peer alone.
  public void failed(int piece) {
    PieceProgress progress = begun.get(piece);
    if (progress != null) {
      BitSet all = new BitSet();
      all.set(0, progress.blockCount());
      failed(piece, all);
    }
  }

  /// These blocks of the piece are bad, and no others: they are to be fetched again. At least one.
  public void failed(int piece, BitSet blocks) {
    PieceProgress progress = begun.get(piece);
    if (progress == null) {
      return;
    }
    verifying -= progress.done() ? 1 : 0;
    for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
      progress.lose(block);
    }
    progress.retry = true;
    progress.disown();
    begun.changed(progress);
  }

  // What happens with peers.

  /// Chooses up to `count` blocks to ask this peer for, which has these pieces and lets us ask, and
  /// adds them to `out`.
  public void pick(
      long nowNanos, int peer, Bitfield has, PeerTraits traits, int count, Collection<Block> out) {
    Asked asked = known(peer);
    asked.traits = traits;
    int left = count;
    while (left > 0) {
      PieceProgress progress =
          choice.next(asked, has, have.cardinality() + verifying < RANDOM_FIRST, peers.size());
      if (progress == null) {
        break;
      }
      left -= take(nowNanos, asked, progress, left, out);
    }
    if (left > 0) {
      repeat(nowNanos, asked, has, left, out);
    }
  }

  private void repeat(long nowNanos, Asked asked, Bitfield has, int count, Collection<Block> out) {
    boolean endgame = endgame();
    if (endgame || asked.looksAround(nowNanos)) {
      for (Request other : Endgame.choose(nowNanos, asked, has, peers.values(), count, endgame)) {
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
    Asked asked = known(peer);
    asked.traits = traits;
    int left = count;
    for (int piece = allowed.nextSetBit(0);
        piece >= 0 && piece < have.size() && left > 0;
        piece = allowed.nextSetBit(piece + 1)) {
      if (!has.get(piece) || !missing.get(piece)) {
        continue;
      }
      PieceProgress progress = begun.get(piece);
      if (progress == null) {
        progress = choice.begin(asked, piece);
      }
      if (progress != null && progress.freeCount() > 0 && choice.mayJoin(asked, progress)) {
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
    PieceProgress progress = begun.get(piece);
    return progress != null && progress.done() ? progress.senders() : new int[0];
  }

  /// Whether all missing blocks that may be asked for are under way.
  public boolean endgame() {
    return availability.openCount() == 0 && begun.partials().isEmpty();
  }

  /// How many blocks this peer owes us.
  public int outstanding(int peer) {
    Asked asked = peers.get(peer);
    return asked == null ? 0 : asked.requests.size();
  }

  /// How many begun pieces have blocks that nobody is asked for.
  public int partialCount() {
    return begun.partials().size();
  }

  // Asking.

  private Asked known(int peer) {
    Asked asked = peers.get(peer);
    if (asked == null) {
      asked = new Asked(peer);
      peers.put(peer, asked);
    }
    return asked;
  }

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
    if (progress.owner() == null) {
      progress.own(asked);
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
    begun.changed(progress);
    return new Block(
        progress.piece, geometry.blockBegin(block), geometry.blockSize(progress.piece, block));
  }

  // Getting, and not getting.

  private Arrival late(Asked asked, int piece, int block) {
    PieceProgress progress = begun.get(piece);
    if (have.get(piece) || (progress != null && progress.arrived(block))) {
      return new Arrival.Duplicate();
    }
    if (!missing.get(piece)) {
      return new Arrival.Unrequested();
    }
    return fresh(asked, progress != null ? progress : begun.begin(piece), block);
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
    begun.changed(progress);
    boolean done = progress.done();
    verifying += done ? 1 : 0;
    return done || !others.isEmpty() ? new Arrival.Fresh(done, others) : Arrival.Fresh.PLAIN;
  }

  private void releaseAll(Asked asked) {
    for (Request request : List.copyOf(asked.requests)) {
      release(request);
    }
    asked.current = null;
    asked.term++;
  }

  private void release(Request request) {
    request.peer.giveUp(request);
    request.progress.drop(request);
    begun.changed(request.progress);
    disown(request.peer, request.progress);
  }

  /// The peer does not work on this piece any more.
  private void disown(Asked asked, PieceProgress progress) {
    if (progress.owner() == asked) {
      progress.disown();
    }
    if (asked.current == progress) {
      asked.current = null;
    }
    if (progress.untouched() && !progress.retry) {
      begun.reopen(progress);
    }
  }
}
