package dev.freshet.core.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SeedUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "file:///etc/passwd", "ftp://host/x", "http://", "https:///x", "gopher:x"})
  void whatIsNoHttpUrlIsNotUsed(String text) {
    assertThat(SeedUrl.of(text)).isNull();
  }

  @Test
  void whatNoUrlMayHaveInItIsEscapedAndWhatIsEscapedStays() {
    assertThat(String.valueOf(SeedUrl.of(" HTTP://host/a b/%20/ü#part")))
        .isEqualTo("HTTP://host/a%20b/%20/%C3%BC");
  }

  @Test
  void tooLongIsNotUsed() {
    assertThat(SeedUrl.of("http://host/" + "x".repeat(SeedUrl.MAX_LENGTH))).isNull();
  }
}
