package dev.freshet.cli.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RateTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "500k, 500000",
    "2MB/s, 2000000",
    "1MiB/s, 1048576",
    "1.5 MB/s, 1500000",
    "16Mbit/s, 2000000",
    "16Mbps, 2000000",
    "8Kibit/s, 1024",
    "800bit/s, 100",
    "1bit/s, 1",
  })
  void ratesAreReadInBytesAndBits(String text, long bytesPerSecond) {
    assertThat(Rate.parse(text)).isEqualTo(new Rate(bytesPerSecond));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "fast", "2MB/m", "-1MB/s", "2MB/s/s", "/s", "2Xbit/s", "9E9", "2bit/h"})
  void whatIsNoRateIsRefused(String text) {
    assertThat(Rate.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0, unlimited", "12345678, 12.3 MB/s", "1, 1 B/s"})
  void ratesAreWrittenWithTheirUnit(long bytesPerSecond, String text) {
    assertThat(new Rate(bytesPerSecond)).hasToString(text);
  }
}
