package dev.freshet.cli.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerShareTest {
  @Test
  void aNumberOfPeersWithAnUplink() {
    assertThat(PeerShare.parse("20:10MB/s"))
        .isEqualTo(new PeerShare(BigDecimal.valueOf(20), false, 10_000_000, null));
  }

  @Test
  void aShareOfThemWithBothLinks() {
    PeerShare share = new PeerShare(new BigDecimal("12.5"), true, 2_000_000, new Rate(50_000_000));
    assertThat(PeerShare.parse("12.5%:16Mbit/s:50MB/s")).isEqualTo(share);
    assertThat(share.of(1000)).isEqualTo(125);
    assertThat(share.of(20)).isEqualTo(3);
  }

  @Test
  void noneSendsNothing() {
    assertThat(PeerShare.parse("5:none:1MB/s"))
        .isEqualTo(new PeerShare(BigDecimal.valueOf(5), false, 0, new Rate(1_000_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5:",
        ":1MB/s",
        "0:1MB/s",
        "0%:1MB/s",
        "101%:1",
        "5:0",
        "5:fast",
        "5:1MB/s:slow",
        "5:1:1:1",
        "-5:1MB/s",
        "1.5:1MB/s"
      })
  void whatIsNoShareIsRefused(String text) {
    assertThat(PeerShare.parse(text)).isNull();
  }
}
