package dev.freshet.cli.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17B, 17",
    "64k, 64000",
    "64K, 64000",
    "64KiB, 65536",
    "64 Ki, 65536",
    "700MB, 700000000",
    "1.5GiB, 1610612736",
    "1.5g, 1500000000",
    "2TB, 2000000000000",
    "7EiB, 8070450532247928832",
  })
  void sizesAreReadInBothSystems(String text, long bytes) {
    assertThat(Size.parse(text)).isEqualTo(new Size(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "x", "-1", "1XB", "1.MB", "1 M B", "1MBB", "iB", "1ib", "1MiBi", "9EiB", "1e3", "1/s",
        "0x10"
      })
  void whatIsNoSizeIsRefused(String text) {
    assertThat(Size.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.00 kB",
    "9994, 9.99 kB",
    "9995, 10.0 kB",
    "99950, 100 kB",
    "999499, 999 kB",
    "999500, 1.00 MB",
    "4294967296, 4.29 GB",
    "9223372036854775807, 9.22 EB",
  })
  void sizesAreWrittenWithThreeDigits(long bytes, String text) {
    assertThat(Size.text(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"16384, 16 KiB", "1048576, 1 MiB", "1572864, 1536 KiB", "1000, 1000 B", "0, 0 B"})
  void pieceSizesAreWrittenInBinary(long bytes, String text) {
    assertThat(Size.binary(bytes)).isEqualTo(text);
  }
}
