package dev.freshet.core.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SharesTest {
  private static final int PIECES = 1000;

  private static List<Shares> crowd(int size) {
    SplittableRandom random = new SplittableRandom(size);
    long[] ids = random.longs(size).toArray();
    List<Shares> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Shares one = new Shares(ids[i], 4);
      long[] others = new long[size - 1];
      for (int j = 0, at = 0; j < size; j++) {
        if (j != i) {
          others[at++] = ids[j];
        }
      }
      one.among(others);
      all.add(one);
    }
    return all;
  }

  @Test
  void whoKnowEachOtherFetchEveryPieceOnce() {
    List<Shares> asking = crowd(30).stream().filter(Shares::asking).toList();
    assertThat(asking).hasSize(Shares.MOST);
    for (int piece = 0; piece < PIECES; piece++) {
      int wanted = piece;
      assertThat(asking.stream().filter(one -> one.ours(wanted))).hasSize(1);
    }
  }

  @Test
  void whoIsAloneFetchesEverything() {
    Shares alone = crowd(1).getFirst();
    assertThat(alone.asking()).isTrue();
    assertThat(alone.ours(0)).isTrue();
    assertThat(alone.ours(PIECES)).isTrue();
  }

  @Test
  void sharesAreAboutEqual() {
    for (Shares one : crowd(Shares.MOST)) {
      int mine = 0;
      for (int piece = 0; piece < PIECES; piece++) {
        mine += one.ours(piece) ? 1 : 0;
      }
      assertThat(mine).isBetween(PIECES / Shares.MOST / 2, 2 * PIECES / Shares.MOST);
    }
  }
}
