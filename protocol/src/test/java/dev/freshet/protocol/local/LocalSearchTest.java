package dev.freshet.protocol.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LocalSearchTest {
  private static final String ONE = "0123456789abcdef0123456789abcdef01234567";
  private static final String TWO = "89abcdef0123456789abcdef0123456789abcdef";

  private static @Nullable LocalSearch read(String text) {
    return LocalSearch.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void whatIsCalledHasTheFormOfBep14() {
    LocalSearch call = new LocalSearch(List.of(Hash.parseHex(ONE)), 6881, "c0ffee");
    assertThat(StandardCharsets.US_ASCII.decode(call.encode(LocalSearch.GROUP_V4)).toString())
        .isEqualTo(
            "BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\nPort: 6881\r\nInfohash: "
                + ONE
                + "\r\ncookie: c0ffee\r\n\r\n\r\n");
    assertThat(LocalSearch.decode(call.encode(LocalSearch.GROUP_V6))).isEqualTo(call);
  }

  @Test
  void namesInAnyCaseAndSeveralTorrentsAreRead() {
    LocalSearch call =
        Objects.requireNonNull(
            read(
                "BT-SEARCH * HTTP/1.1\r\nhost: x\r\nPORT:1\r\ninfohash: "
                    + ONE.toUpperCase(java.util.Locale.ROOT)
                    + "\r\nInfohash: nonsense\r\nX-New: 1\r\nInfohash: "
                    + TWO
                    + "\r\n\r\n\r\n"));
    assertThat(call.port()).isEqualTo(1);
    assertThat(call.cookie()).isEmpty();
    assertThat(call.infoHashes()).extracting(Hash::hex).containsExactly(ONE, TWO);
  }

  @Test
  void whatIsNoCallIsPassedOver() {
    String rest = "Infohash: " + ONE + "\r\n\r\n\r\n";
    assertThat(read("")).isNull();
    assertThat(read("M-SEARCH * HTTP/1.1\r\nPort: 1\r\n" + rest)).isNull();
    assertThat(read("BT-SEARCH * HTTP/1.1\r\nPort: 0\r\n" + rest)).isNull();
    assertThat(read("BT-SEARCH * HTTP/1.1\r\nPort: 65536\r\n" + rest)).isNull();
    assertThat(read("BT-SEARCH * HTTP/1.1\r\nPort: -1\r\n" + rest)).isNull();
    assertThat(read("BT-SEARCH * HTTP/1.1\r\n" + rest)).isNull();
    assertThat(read("BT-SEARCH * HTTP/1.1\r\nPort: 1\r\n\r\n\r\n")).isNull();
    String whole = "BT-SEARCH * HTTP/1.1\r\nPort: 1\r\n" + rest;
    assertThat(read(whole)).isNotNull();
    assertThat(read(whole + "x".repeat(1401 - whole.length()))).isNull();
  }

  @Test
  void nothingThatComesMakesItThrow() {
    byte[] whole =
        ("BT-SEARCH * HTTP/1.1\r\nPort: 6881\r\nInfohash: " + ONE + "\r\ncookie: 1\r\n\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.clone();
      for (int changes = random.nextInt(6); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      LocalSearch call =
          LocalSearch.decode(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)));
      assertThat(call == null || call.port() > 0).isTrue();
    }
  }
}
