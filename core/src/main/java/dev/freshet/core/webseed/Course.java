package dev.freshet.core.webseed;

import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/// Which pieces to fetch next: those behind the ones before, as long as they are wanted, since
/// servers send long stretches best (BEP 19); else from a place by chance, so that those who begin
/// together go separate ways.
public final class Course {
  private final RandomGenerator random;
  private int at = -1;

  /// Has not begun.
  public Course(RandomGenerator random) {
    this.random = random;
  }

  /// Up to `most` pieces in a row; empty if none is wanted. `next` says which piece from a given
  /// one on is the first that is wanted, or -1.
  public BitSet next(IntUnaryOperator next, int most) {
    BitSet row = new BitSet();
    if (at < 0 || next.applyAsInt(at) != at) {
      at = any(next);
    }
    while (at >= 0 && row.cardinality() < most && next.applyAsInt(at) == at) {
      row.set(at++);
    }
    return row;
  }

  private int any(IntUnaryOperator next) {
    int count = 0;
    for (int piece = next.applyAsInt(0); piece >= 0; piece = next.applyAsInt(piece + 1)) {
      count++;
    }
    int piece = -1;
    for (int skip = count == 0 ? -1 : random.nextInt(count); skip >= 0; skip--) {
      piece = next.applyAsInt(piece + 1);
    }
    return piece;
  }
}
