package dev.freshet.sim.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class IntervalTest {
  @Test
  void threeValuesMakeAMeanWithAnInterval() {
    Interval interval = Interval.of(1, 2, 3);
    assertThat(interval.mean()).isEqualTo(2);
    // 4.3027 times a standard deviation of 1 over the root of 3
    assertThat(interval.half()).isCloseTo(2.4841, within(1e-4));
  }

  @Test
  void oneValueSaysNothingOfHowSureItIs() {
    assertThat(Interval.of(7).mean()).isEqualTo(7);
    assertThat(Interval.of(7).half()).isNaN();
  }

  @Test
  void theQuantilesAreThoseOfThePrintedTables() {
    assertThat(Interval.quantile(1)).isEqualTo(12.7062);
    assertThat(Interval.quantile(11)).isCloseTo(2.2010, within(2e-4));
    assertThat(Interval.quantile(29)).isCloseTo(2.0452, within(1e-4));
    assertThat(Interval.quantile(1_000_000)).isCloseTo(1.9600, within(1e-4));
  }
}
