package dev.freshet.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextTest {
  @Test
  void namesCannotSteerTheTerminal() {
    assertThat(Text.plain("a\u001b[2J\n\u202eb\u0000é界"))
        .isEqualTo("a\ufffd[2J\ufffd\ufffdb\ufffdé界");
  }

  @Test
  void textIsClippedByColumns() {
    assertThat(Text.clip("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Text.clip("abcdef", 4)).isEqualTo("abc…");
    assertThat(Text.clip("界界界", 5)).isEqualTo("界界…");
    assertThat(Text.clip("界界界", 4)).isEqualTo("界…");
    assertThat(Text.clip("abc", 0)).isEmpty();
  }

  @Test
  void textIsFilledToColumns() {
    assertThat(Text.left("ab", 4)).isEqualTo("ab  ");
    assertThat(Text.right("ab", 4)).isEqualTo("  ab");
    assertThat(Text.left("界界界", 4)).isEqualTo("界… ");
    assertThat(Text.right("abcdef", 3)).isEqualTo("ab…");
  }

  @Test
  void oneIsNoPlural() {
    assertThat(Text.count(1, "peer")).isEqualTo("1 peer");
    assertThat(Text.count(0, "peer")).isEqualTo("0 peers");
  }

  @Test
  void wordsGoOnTheNextLineWhereTheyDoNotFit() {
    assertThat(Text.wrapped("one two three", 7)).containsExactly("one two", "three");
    assertThat(Text.wrapped("incomprehensible it is", 7))
        .containsExactly("incomprehensible", "it is");
  }
}
