package dev.freshet.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TicksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COUNT | 0 | 4 | 0, 1, 2, 3, 4",
        "NUMBER | 0 | 1 | 0.0, 0.2, 0.4, 0.6, 0.8, 1.0",
        "SHARE | 0 | 1 | 0 %, 20 %, 40 %, 60 %, 80 %, 100 %",
        "SECONDS | 0 | 100 | 0 s, 20 s, 40 s, 60 s, 80 s, 100 s",
        "SECONDS | 0 | 1800 | 0 min, 5 min, 10 min, 15 min, 20 min, 25 min, 30 min",
        "SECONDS | 0 | 100000 | 0 h, 6 h, 12 h, 18 h, 24 h",
        "SECONDS | 0 | 1000000 | 0 d, 2 d, 4 d, 6 d, 8 d, 10 d",
        "BYTES | 0 | 2000000000 | 0 MB, 500 MB, 1.0 GB, 1.5 GB, 2.0 GB",
        "BYTES_PER_SECOND | 0 | 5000000 | 0 MB/s, 1 MB/s, 2 MB/s, 3 MB/s, 4 MB/s, 5 MB/s"
      })
  void linearTicksAreRoundInTheirUnit(Quantity quantity, double low, double high, String labels) {
    assertThat(labels(Axis.linear("x", quantity), low, high)).isEqualTo(labels);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COUNT | 1 | 1000 | 1, 10, 100, 1,000",
        "COUNT | 1 | 16 | 1, 2, 5, 10",
        "COUNT | 1 | 1e7 | 1, 100, 10,000, 1 M",
        "SECONDS | 10 | 1000 | 10 s, 30 s, 1 min, 3 min, 10 min",
        "SECONDS | 900 | 3e6 | 1 h, 10 h, 1 d, 10 d",
        "SECONDS | 1000 | 1100 | 1,000 s, 1,020 s, 1,040 s, 1,060 s, 1,080 s, 1,100 s"
      })
  void logarithmicTicksAreRoundToo(Quantity quantity, double low, double high, String labels) {
    assertThat(labels(Axis.log("x", quantity), low, high)).isEqualTo(labels);
  }

  private static String labels(Axis axis, double low, double high) {
    return String.join(", ", Ticks.of(axis, low, high, 6).labels());
  }

  @Test
  void numbersInTablesHaveThreeDigitsAndAUnit() {
    assertThat(Quantity.SECONDS.text(0.25)).isEqualTo("0.250 s");
    assertThat(Quantity.SECONDS.text(100_000)).isEqualTo("27.8 h");
    assertThat(Quantity.SECONDS.text(1_000)).isEqualTo("16.7 min");
    assertThat(Quantity.SECONDS.text(3e6)).isEqualTo("34.7 d");
    assertThat(Quantity.BYTES.text(1_234_000)).isEqualTo("1.23 MB");
    assertThat(Quantity.COUNT.text(1_234)).isEqualTo("1,234");
    assertThat(Quantity.COUNT.text(37)).isEqualTo("37");
    assertThat(Quantity.SHARE.text(0.1234)).isEqualTo("12.3 %");
    assertThat(Quantity.NUMBER.text(1.0468)).isEqualTo("1.05");
    assertThat(Quantity.NUMBER.text(Double.NaN)).isEqualTo("-");
  }
}
