package dev.freshet.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void fieldsKeepTheirOrder() {
    Json json =
        new Json()
            .put("b", 1)
            .put("a", Arrays.asList("x", null, true))
            .put("o", new Json())
            .put("l", List.of());
    assertThat(json).hasToString("{\"b\":1,\"a\":[\"x\",null,true],\"o\":{},\"l\":[]}");
  }

  @Test
  void textIsEscaped() {
    Json json = new Json().put("t", "\"\\\n\u0001é\ud83d\ude00\ud83d");
    assertThat(json).hasToString("{\"t\":\"\\\"\\\\\\u000a\\u0001é\ud83d\ude00\\ud83d\"}");
  }

  @Test
  void numbersThatJsonCannotSayAreNull() {
    Json json = new Json().put("a", Double.NaN).put("b", 1.5).put("c", Long.MAX_VALUE);
    assertThat(json).hasToString("{\"a\":null,\"b\":1.5,\"c\":9223372036854775807}");
  }
}
