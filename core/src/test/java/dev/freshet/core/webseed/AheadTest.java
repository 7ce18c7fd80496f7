package dev.freshet.core.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AheadTest {
  private static final int PIECE = 7;

  private final Ahead ahead = new Ahead();

  private Ahead.Turn turn(long now, int conn) {
    return ahead.turn(now, conn, PIECE);
  }

  @Test
  void whoAsksFirstIsServedFirstAndWhoAsksLaterLast() {
    ahead.add(PIECE);
    assertThat(ahead.first(0)).isFalse();
    ahead.requested(0, 1, PIECE);
    ahead.requested(1, 2, PIECE);
    assertThat(ahead.first(1)).isTrue();
    assertThat(turn(1, 1)).isEqualTo(Ahead.Turn.FIRST);
    assertThat(turn(1, 2)).isEqualTo(Ahead.Turn.LAST);
    assertThat(ahead.turn(1, 2, PIECE + 1)).isEqualTo(Ahead.Turn.USUAL);
  }

  @Test
  void whoIsSlowKeepsOthersFromItForAWhileOnly() {
    ahead.add(PIECE);
    ahead.requested(0, 1, PIECE);
    ahead.requested(1, 2, PIECE);
    assertThat(turn(Ahead.FIRST_NANOS - 1, 2)).isEqualTo(Ahead.Turn.LAST);
    assertThat(turn(Ahead.FIRST_NANOS, 2)).isEqualTo(Ahead.Turn.USUAL);
    assertThat(ahead.first(Ahead.FIRST_NANOS)).isFalse();
  }

  @Test
  void whoIsGoneLeavesItToTheNext() {
    ahead.add(PIECE);
    ahead.requested(0, 1, PIECE);
    ahead.requested(1, 2, PIECE);
    ahead.gone(1);
    assertThat(turn(2, 2)).isEqualTo(Ahead.Turn.FIRST);
  }

  @Test
  void aPieceAnnouncedThatNobodyAskedUsForWasFetchedByAnother() {
    ahead.add(PIECE);
    assertThat(ahead.announced(PIECE)).isTrue();
    assertThat(ahead.size()).isZero();
    assertThat(ahead.announced(PIECE)).isFalse();
  }

  @Test
  void aPieceAnnouncedOnceSomeoneAskedUsIsOut() {
    ahead.add(PIECE);
    ahead.requested(0, 1, PIECE);
    assertThat(ahead.announced(PIECE)).as("whoever it is may have it from that one").isFalse();
    assertThat(ahead.size()).isZero();
    assertThat(ahead.all()).isEqualTo(1);
    assertThat(turn(1, 2)).isEqualTo(Ahead.Turn.USUAL);
  }

  @Test
  void whatIsOutByNowIsForgotten() {
    ahead.add(PIECE);
    ahead.add(PIECE + 1);
    ahead.forget(piece -> piece == PIECE);
    assertThat(ahead.size()).isEqualTo(1);
  }
}
