package dev.freshet.core.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TurnTest {
  private final Turn turn = new Turn(0, new SplittableRandom(1));

  @Test
  void neighboursGetTimeToShowThemselves() {
    assertThat(turn.early(Turn.GRACE_NANOS - 1)).isTrue();
    assertThat(turn.early(Turn.GRACE_NANOS)).isFalse();
  }

  @Test
  void whoNeverHadRivalsIsAlone() {
    assertThat(turn.alone(Turn.GRACE_NANOS)).isTrue();
  }

  @Test
  void whoHadRivalsIsAloneOnlyAWhileAfterThem() {
    turn.rivals(5, 1, 0, 1);
    turn.rivals(6, 0, 0, 1);
    assertThat(turn.alone(5 + Turn.ALONE_NANOS - 1)).isFalse();
    assertThat(turn.alone(5 + Turn.ALONE_NANOS)).isTrue();
  }

  @Test
  void eachRankWaitsLongerForNewsThanTheOneBeforeIt() {
    turn.rivals(0, 9, 2, 9);
    turn.news(10);
    assertThat(turn.stalled(10 + 3 * Turn.STEP_NANOS - 1)).isFalse();
    assertThat(turn.stalled(10 + 4 * Turn.STEP_NANOS)).isTrue();
    turn.rivals(0, 9, 0, 9);
    assertThat(turn.stalled(10 + 2 * Turn.STEP_NANOS)).isTrue();
  }

  @Test
  void ofThoseWhoAllKnowEachOtherTheFirstOnesAsk() {
    turn.rivals(0, 29, Turn.MOST - 1, 29);
    assertThat(turn.ours()).isTrue();
    turn.rivals(0, 29, Turn.MOST, 29);
    assertThat(turn.ours()).isFalse();
  }

  @Test
  void whereManyAreKnownThatAreNotNearFewerAsk() {
    turn.rivals(0, 39, 2, 199);
    assertThat(turn.ours()).isFalse();
    turn.rivals(0, 39, 1, 199);
    assertThat(turn.ours()).isTrue();
    turn.rivals(0, 39, 0, 100_000);
    assertThat(turn.ours()).isTrue();
  }

  @Test
  void thoseWhoAskShareTheFileAmongThem() {
    for (int rank = 0; rank < Turn.MOST; rank++) {
      turn.rivals(0, 29, rank, 29);
      for (int piece = 0; piece < 100; piece++) {
        assertThat(turn.inOurPart(piece, 100)).isEqualTo(piece * Turn.MOST / 100 == rank);
      }
    }
    turn.rivals(0, 29, Turn.MOST, 29);
    assertThat(turn.inOurPart(99, 100)).as("who does not ask has no part").isFalse();
  }

  @Test
  void whoIsFedIsNotStarved() {
    long late = 2 * Turn.STARVED_NANOS;
    assertThat(turn.starved(late)).isTrue();
    turn.fed(late);
    assertThat(turn.starved(late + Turn.STARVED_NANOS - 1)).isFalse();
  }
}
