package dev.freshet.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BarTest {
  @ParameterizedTest
  @CsvSource({
    "0, 100, ░░░░",
    "25, 100, █░░░",
    "50, 100, ██░░",
    "55, 100, ██▏░",
    "100, 100, ████",
    "999999, 1000000, ███▉",
    "0, 0, ░░░░",
    "9223372036854775806, 9223372036854775807, ███▉",
  })
  void theBarIsFullOnlyAtTheEnd(long part, long whole, String bar) {
    assertThat(Bar.of(part, whole, 4)).isEqualTo(bar);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.0%",
    "0, 10, 0.0%",
    "1, 3, 33.3%",
    "999999, 1000000, 99.9%",
    "10, 10, 100%",
    "9223372036854775806, 9223372036854775807, 99.9%",
  })
  void percentIsRoundedDown(long part, long whole, String text) {
    assertThat(Bar.percent(part, whole)).isEqualTo(text);
  }
}
