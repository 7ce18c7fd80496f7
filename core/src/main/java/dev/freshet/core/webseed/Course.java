package dev.freshet.core.webseed;

import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/// Which pieces to fetch next: those behind the ones before, as long as they are wanted, since
/// servers send long stretches best (BEP 19); else from a place by chance, so that those who begin
/// together go separate ways.
///
/// *Theory of operation.* Pieces count as a ring. Whoever goes along it leaves pieces behind that
/// others see only a while later. So a new beginning keeps a distance from what is seen already:
/// the pieces just behind that are probably on their way to whoever fetched it, unless they have
/// not turned up for long. Two that went the same way all the same see it when pieces turn up that
/// they are just fetching, and part.
public final class Course {
  private final int pieces;
  private final RandomGenerator random;
  private int from = -1;
  private int at = -1;

  /// Has not begun.
  public Course(int pieces, RandomGenerator random) {
    this.pieces = pieces;
    this.random = random;
  }

  /// Someone else fetches this piece too: goes on from somewhere else if it is one of the last
  /// stretch.
  public void crossed(int piece) {
    if (at >= 0 && Math.floorMod(piece - from, pieces) < Math.floorMod(at - 1 - from, pieces) + 1) {
      at = -1;
    }
  }

  /// Whether the piece behind the last one is wanted. `next` says which piece from a given one on
  /// is the first that is, or -1.
  public boolean goesOn(IntUnaryOperator next) {
    return at >= 0 && next.applyAsInt(at % pieces) == at % pieces;
  }

  /// Begins anew at a wanted piece that has so many wanted ones before it, or where someone else
  /// has left off.
  ///
  /// @param leftOff whether someone fetched what is before this piece, and did not go on
  /// @param ours whether this piece is better than those that are not
  public void begin(IntUnaryOperator next, int distance, IntPredicate leftOff, IntPredicate ours) {
    BitSet places = new BitSet(pieces);
    BitSet wanted = wanted(next);
    int before = pieces - 1 - wanted.previousClearBit(pieces - 1);
    for (int piece = 0; piece < pieces; piece++) {
      if (!wanted.get(piece)) {
        before = 0;
      } else if (before++ >= distance || leftOff.test(piece)) {
        places.set(piece);
      }
    }
    BitSet better = new BitSet(pieces);
    places.stream().filter(ours).forEach(better::set);
    begin(better.isEmpty() ? places : better);
  }

  /// Begins anew at the first of some wanted pieces in a row.
  public void begin(IntUnaryOperator next) {
    BitSet wanted = wanted(next);
    BitSet places = new BitSet(pieces);
    for (int piece = wanted.nextSetBit(0); piece >= 0; piece = wanted.nextSetBit(piece + 1)) {
      if (piece == 0 || !wanted.get(piece - 1)) {
        places.set(piece);
      }
    }
    begin(places);
  }

  private void begin(BitSet places) {
    int piece = -1;
    int skip = places.isEmpty() ? -1 : random.nextInt(places.cardinality());
    for (; skip >= 0; skip--) {
      piece = places.nextSetBit(piece + 1);
    }
    from = piece;
    at = piece;
  }

  private BitSet wanted(IntUnaryOperator next) {
    BitSet wanted = new BitSet(pieces);
    for (int piece = next.applyAsInt(0); piece >= 0; piece = next.applyAsInt(piece + 1)) {
      wanted.set(piece);
    }
    return wanted;
  }

  /// Up to `most` pieces in a row; empty if it does not go on.
  public BitSet next(IntUnaryOperator next, int most) {
    BitSet row = new BitSet();
    if (goesOn(next)) {
      int piece = at % pieces;
      while (piece < pieces && row.cardinality() < most && next.applyAsInt(piece) == piece) {
        row.set(piece++);
      }
      at = piece;
    }
    return row;
  }
}
