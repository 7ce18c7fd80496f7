package dev.freshet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MetersTest {
  @Test
  void aRateIsTheMeanOfTheLastSpan() {
    Meters meters = new Meters(2);

    assertThat(meters.rate(0, 0, 0)).isZero();
    assertThat(meters.rate(0, 700, 1)).isEqualTo(700);
    assertThat(meters.rate(0, 1_000, 2)).isEqualTo(500);
    assertThat(meters.rate(0, 9_000, 3)).isEqualTo(500);
    assertThat(meters.rate(0, 9_000, 4)).isEqualTo(4_000);
    assertThat(meters.rate(1, 300, 3)).isEqualTo(100);
  }
}
