package dev.freshet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlainTextTest {
  @Test
  void ordinaryTextStays() {
    assertThat(PlainText.of("µTorrent 3.5 – 汉字 😀", 64)).isEqualTo("µTorrent 3.5 – 汉字 😀");
  }

  @Test
  void controlsBreaksAndTurnsOfDirectionAreDropped() {
    assertThat(PlainText.of("a\u001b[31mb\r\nc\u0000d\u202ee\u2028f\u200bg\u007f\u009bh", 64))
        .isEqualTo("a[31mbcdefgh");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(PlainText.of("x".repeat(100), 64)).hasSize(64);
    assertThat(PlainText.of("xx😀", 3)).isEqualTo("xx");
    assertThat(PlainText.of("x", 0)).isEmpty();
  }

  @Test
  void halfCharactersAreDropped() {
    assertThat(PlainText.of("a\ud83db\ude00c", 64)).isEqualTo("abc");
  }
}
