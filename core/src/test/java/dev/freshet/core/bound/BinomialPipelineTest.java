package dev.freshet.core.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A schedule that reaches the single-source bound (Ganesan and Seshadri 2005), run piece by piece:
/// in round `t` node `i` sends the highest piece it has to `i xor 2^((t-1) mod k)`, and the origin,
/// node 0, sends piece `t` while there is one.
final class BinomialPipelineTest {
  @ParameterizedTest
  @ValueSource(ints = {3, 7, 15, 63, 255, 1023})
  void theBinomialPipelineEndsInTheVeryRoundOfTheBound(int peers) {
    for (int pieces : new int[] {1, 2, 5, 16, 100, peers > 255 ? 200 : 1000}) {
      Distribution equal = Mixes.equal(peers, pieces, 1);
      int rounds = rounds(peers, pieces);
      assertThat(rounds).isEqualTo(pieces + StartUp.doublings(peers));
      assertThat(equal.singleSourceSeconds()).hasValue(rounds);
      assertThat(equal.discrete().seconds()).isLessThanOrEqualTo(rounds + 1e-9);
    }
  }

  private static int rounds(int peers, int pieces) {
    int nodes = peers + 1;
    int dimensions = Integer.numberOfTrailingZeros(nodes);
    BitSet[] have = new BitSet[nodes];
    for (int i = 0; i < nodes; i++) {
      have[i] = new BitSet();
    }
    long missing = (long) peers * pieces;
    int[] sent = new int[nodes];
    for (int round = 1; ; round++) {
      for (int i = 0; i < nodes; i++) {
        sent[i] = i == 0 ? Math.min(round, pieces) - 1 : have[i].length() - 1;
      }
      int bit = 1 << ((round - 1) % dimensions);
      for (int i = 0; i < nodes; i++) {
        int to = i ^ bit;
        if (to != 0 && sent[i] >= 0 && !have[to].get(sent[i])) {
          have[to].set(sent[i]);
          missing--;
        }
      }
      if (missing == 0) {
        return round;
      }
    }
  }
}
