package dev.freshet.core.torrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RoundsTest {
  private static final long START = 5_000_000_000L;

  @Test
  void theFirstRoundIsDueAtOnce() {
    assertTrue(new Rounds(START).due(START));
  }

  @Test
  void whileThingsMoveTheNextRoundComesSoon() {
    Rounds rounds = new Rounds(START);
    rounds.made(START, true, false, Long.MAX_VALUE);
    assertEquals(START + Rounds.BRISK_NANOS, rounds.deadline());
    assertFalse(rounds.due(START + Rounds.BRISK_NANOS - 1));
  }

  @Test
  void whereNothingMovesTheNextRoundComesLate() {
    Rounds rounds = new Rounds(START);
    rounds.made(START, false, false, Long.MAX_VALUE);
    assertEquals(START + Rounds.QUIET_NANOS, rounds.deadline());
  }

  @Test
  void aQuietRoundComesWhenItIsWantedButNeverSoonerThanABriskOne() {
    Rounds rounds = new Rounds(START);
    rounds.made(START, false, false, START + Rounds.QUIET_NANOS / 2);
    assertEquals(START + Rounds.QUIET_NANOS / 2, rounds.deadline());
    rounds.made(START, false, false, START);
    assertEquals(START + Rounds.BRISK_NANOS, rounds.deadline());
  }

  @Test
  void whoOnlyWaitsForOthersLooksEverLessOftenUntilAnInputComes() {
    Rounds rounds = new Rounds(START);
    long now = START;
    for (long pause = Rounds.QUIET_NANOS; pause < Rounds.ASLEEP_NANOS; pause *= 2) {
      rounds.made(now, false, true, Long.MAX_VALUE);
      assertEquals(now + pause, rounds.deadline());
      now = rounds.deadline();
    }
    rounds.made(now, false, true, Long.MAX_VALUE);
    rounds.made(now, false, true, Long.MAX_VALUE);
    assertEquals(now + Rounds.ASLEEP_NANOS, rounds.deadline());
    rounds.stir();
    rounds.made(now, false, true, Long.MAX_VALUE);
    assertEquals(now + Rounds.QUIET_NANOS, rounds.deadline());
  }

  @Test
  void whoSleptAndHasNeighboursAgainLooksAsOftenAsBefore() {
    Rounds rounds = new Rounds(START);
    rounds.made(START, false, true, Long.MAX_VALUE);
    rounds.made(START, false, false, Long.MAX_VALUE);
    rounds.made(START, false, false, Long.MAX_VALUE);
    assertEquals(START + Rounds.QUIET_NANOS, rounds.deadline());
  }

  @Test
  void anInputBringsTheNextRoundNearButNotNearerThanABriskOne() {
    Rounds rounds = new Rounds(START);
    rounds.made(START, false, false, Long.MAX_VALUE);
    rounds.stir();
    assertEquals(START + Rounds.BRISK_NANOS, rounds.deadline());
    rounds.stir();
    assertEquals(START + Rounds.BRISK_NANOS, rounds.deadline());
  }

  @Test
  void whatCannotWaitMakesOneDueNow() {
    Rounds rounds = new Rounds(START);
    rounds.made(START, true, false, Long.MAX_VALUE);
    rounds.now(START + 1);
    assertTrue(rounds.due(START + 1));
  }
}
