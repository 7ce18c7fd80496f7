package dev.freshet.cli.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpanTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "90, 90000",
    "90s, 90000",
    "0.5, 500",
    "5m, 300000",
    "1h30m, 5400000",
    "250ms, 250",
    "1m30s, 90000",
    "1.5h, 5400000",
    "2d, 172800000",
  })
  void spansAreRead(String text, long millis) {
    assertThat(Span.parse(text)).isEqualTo(new Span(millis * 1_000_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "5x", "-5s", "5m3", "1h 30m", "1e3s", "999999d", "1..5s"})
  void whatIsNoSpanIsRefused(String text) {
    assertThat(Span.parse(text)).isNull();
  }

  @Test
  void howeverManyPartsItHasTheyAreAdded() {
    assertThat(Span.parse("1s1ms".repeat(100_000))).isEqualTo(new Span(100_100_000_000_000L));
  }

  @ParameterizedTest
  @CsvSource({"0, 0s", "59, 59s", "60, 1m 00s", "125, 2m 05s", "12000, 3h 20m", "349200, 4d 01h"})
  void spansAreWrittenInTwoUnits(long seconds, String text) {
    assertThat(Span.text(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.25 | 0.25 s | 0.250 s",
        "302.699 | 5m 03s | 302.7 s",
        "1000 | 16m 40s | 1,000 s",
        "100000 | 1d 03h | 100,000 s",
        "1e10 | 316.9 years | 10,000,000,000 s",
        "1e37 | 3.169e+29 years | 1.000e+37 s"
      })
  void computedTimesAreWrittenHoweverLong(double seconds, String about, String exact) {
    assertThat(Span.about(seconds)).isEqualTo(about);
    assertThat(Span.seconds(seconds)).isEqualTo(exact);
  }
}
