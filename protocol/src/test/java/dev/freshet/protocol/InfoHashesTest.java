package dev.freshet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InfoHashesTest {
  private static final Hash V1 = Hash.parseHex("11".repeat(20));
  private static final Hash V2 = Hash.parseHex("22".repeat(32));

  @Test
  void oneOfTwoMustBeThere() {
    assertThatThrownBy(() -> new InfoHashes(null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachHasItsLength() {
    assertThatThrownBy(() -> new InfoHashes(V2, null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new InfoHashes(null, V1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theWireKnowsATorrentByTwentyBytesEach() {
    assertThat(new InfoHashes(V1, V2).wire()).containsExactly(V1, V2.truncated());
    assertThat(new InfoHashes(V1, null).wire()).containsExactly(V1);
    assertThat(new InfoHashes(null, V2).wire()).containsExactly(V2.truncated());
  }

  @Test
  void v1StandsForBoth() {
    assertThat(new InfoHashes(V1, V2).primary()).isEqualTo(V1);
    assertThat(new InfoHashes(null, V2).primary()).isEqualTo(V2.truncated());
    assertThat(new InfoHashes(V1, V2)).hasToString(V1.hex());
    assertThat(new InfoHashes(null, V2)).hasToString(V2.hex().substring(0, 40));
  }
}
