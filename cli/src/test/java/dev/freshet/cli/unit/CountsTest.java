package dev.freshet.cli.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CountsTest {
  @Test
  void rangesAndListsMayBeMixed() {
    assertThat(Counts.parse("1..4")).isEqualTo(new Counts(List.of(1, 2, 3, 4)));
    assertThat(Counts.parse("8, 1,4")).isEqualTo(new Counts(List.of(1, 4, 8)));
    assertThat(Counts.parse("2..4,3..5,16")).isEqualTo(new Counts(List.of(2, 3, 4, 5, 16)));
    assertThat(Counts.parse("7")).isEqualTo(new Counts(List.of(7)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "0",
        "0..3",
        "4..1",
        "1..",
        "..3",
        "1-4",
        "x",
        "1...3",
        "-1",
        "1..999999"
      })
  void whatIsNoCountIsRefused(String text) {
    assertThat(Counts.parse(text)).isNull();
  }
}
