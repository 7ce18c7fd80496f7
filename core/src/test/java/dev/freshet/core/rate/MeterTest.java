package dev.freshet.core.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MeterTest {
  private static final long SECOND = 1_000_000_000L;

  private record Sample(long at, long bytes) {}

  @Test
  void steadyFlowIsMeasuredExactlyHoweverIrregularTheCalls() {
    for (int seed = 0; seed < 50; seed++) {
      var random = new SplittableRandom(seed);
      var meter = Meter.overSeconds(10);
      long start = random.nextLong();
      long now = start;
      long given = 0;
      meter.add(now, 0);
      while (now - start < 40 * SECOND) {
        now += random.nextLong(1, SECOND / 5);
        long due = (long) ((now - start) / 1e9 * 1_000_000);
        meter.add(now, due - given);
        given = due;
      }
      assertThat(meter.rate(now)).as("seed " + seed).isBetween(980_000L, 1_020_000L);
      assertThat(meter.total()).isEqualTo(given);
    }
  }

  @Test
  void rateIsThatOfAPlainModelOverTheSameSpan() {
    for (int seed = 0; seed < 50; seed++) {
      var random = new SplittableRandom(seed);
      var meter = Meter.overSeconds(5);
      long slot = 5 * SECOND / Meter.SLOTS;
      long now = 0;
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        long bytes = random.nextLong(100_000);
        meter.add(now, bytes);
        samples.add(new Sample(now, bytes));
        now += random.nextLong(random.nextInt(20) == 0 ? 7 * SECOND : SECOND / 3);
        long begin = Math.max(0, (now / slot - Meter.SLOTS + 1) * slot);
        long sum = 0;
        for (Sample sample : samples) {
          sum += sample.at() >= begin ? sample.bytes() : 0;
        }
        double span = Math.max(now - begin, Meter.MIN_AGE_NANOS) / 1e9;
        assertThat(meter.rate(now)).as("seed " + seed).isEqualTo(Math.round(sum / span));
      }
    }
  }

  @Test
  void silenceBringsTheRateToNothing() {
    var meter = Meter.overSeconds(10);
    meter.add(0, 1_000_000);
    assertThat(meter.rate(SECOND)).isEqualTo(1_000_000);
    assertThat(meter.rate(5 * SECOND)).isEqualTo(200_000);
    assertThat(meter.rate(10 * SECOND)).isZero();
    assertThat(meter.total()).isEqualTo(1_000_000);
  }

  @Test
  void meterThatSawNothingHasNoRate() {
    assertThat(Meter.overSeconds(20).rate(Long.MIN_VALUE)).isZero();
  }

  @Test
  void spanIsOneSecondToAnHour() {
    assertThatIllegalArgumentException().isThrownBy(() -> Meter.overSeconds(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Meter.overSeconds(3601));
  }
}
