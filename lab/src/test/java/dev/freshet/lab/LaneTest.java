package dev.freshet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LaneTest {
  private static final long MILLI = 1_000_000L;

  @Test
  void bytesTakeTheTimeThatTheRateSays() {
    Lane lane = new Lane(1_000_000);

    assertThat(lane.book(0, 10_000)).isEqualTo(10 * MILLI);
    assertThat(lane.book(0, 10_000)).isEqualTo(20 * MILLI);
    assertThat(lane.book(5 * MILLI, 10_000)).isEqualTo(30 * MILLI);
  }

  @Test
  void theFirstByteHasNoHeadStart() {
    Lane lane = new Lane(1_000_000);

    assertThat(lane.book(77 * MILLI, 10_000)).isEqualTo(87 * MILLI);
  }

  @Test
  void whoComesALittleLateLosesNothing() {
    Lane lane = new Lane(1_000_000);
    lane.book(0, 10_000);

    assertThat(lane.book(13 * MILLI, 10_000)).isEqualTo(20 * MILLI);
  }

  @Test
  void anIdleLaneSavesUpNoMoreThanTheCredit() {
    Lane lane = new Lane(1_000_000);
    lane.book(0, 10_000);

    assertThat(lane.book(1_000 * MILLI, 500_000)).isEqualTo(1_500 * MILLI - Lane.CREDIT_NANOS);
  }

  @Test
  void withoutLimitNothingWaits() {
    Lane lane = new Lane(0);

    assertThat(lane.book(5, 1 << 30)).isEqualTo(5);
    assertThat(lane.book(5, 1 << 30)).isEqualTo(5);
  }
}
