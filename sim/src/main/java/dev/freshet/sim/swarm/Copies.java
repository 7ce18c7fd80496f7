package dev.freshet.sim.swarm;

import java.util.BitSet;

/// How many of those present have each piece.
final class Copies {
  private final int[] count;
  private long total;

  Copies(int pieces) {
    count = new int[pieces];
  }

  int pieces() {
    return count.length;
  }

  void add(int piece) {
    count[piece]++;
    total++;
  }

  /// Someone came with these, or left with them.
  void add(BitSet pieces, int sign) {
    for (int piece = pieces.nextSetBit(0); piece >= 0; piece = pieces.nextSetBit(piece + 1)) {
      count[piece] += sign;
      total += sign;
    }
  }

  int rarest() {
    int least = Integer.MAX_VALUE;
    for (int copies : count) {
      least = Math.min(least, copies);
    }
    return least;
  }

  double mean() {
    return (double) total / count.length;
  }
}
