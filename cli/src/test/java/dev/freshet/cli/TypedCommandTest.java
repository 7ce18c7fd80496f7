package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TypedCommandTest {
  @Test
  void whatAShellWouldReadIsQuoted() {
    assertThat(TypedCommand.of(List.of("plan", "--class", "20%:1MB/s", "a b", "it's", "")))
        .isEqualTo("freshet plan --class 20%:1MB/s 'a b' 'it'\\''s' ''");
  }
}
