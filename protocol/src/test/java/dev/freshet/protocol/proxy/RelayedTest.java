package dev.freshet.protocol.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RelayedTest {
  private static ByteBuffer hex(String text) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  private static Endpoint at(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  private static ByteBuffer head(Target to) {
    ByteBuffer head = ByteBuffer.allocate(Relayed.MAX_HEADER);
    Relayed.head(to, head);
    return head.flip();
  }

  @Test
  void inFrontStandsWhomItIsFor() {
    assertThat(head(Target.of(at("192.0.2.7:6881")))).isEqualTo(hex("0000 00 01 c0000207 1ae1"));
    assertThat(head(Target.of(at("[2001:db8::1]:1"))))
        .isEqualTo(hex("0000 00 04 20010db8000000000000000000000001 0001"));
    assertThat(head(new Target("a.example", 80)))
        .isEqualTo(hex("0000 00 03 09 612e6578616d706c65 0050"));
    assertThat(head(new Target("n".repeat(Target.MAX_HOST), 80)).remaining())
        .isEqualTo(Relayed.MAX_HEADER);
  }

  @Test
  void orWhomItIsFrom() {
    assertThat(Relayed.of(hex("0000 00 01 c0000207 1ae1 beef")))
        .isEqualTo(new Relayed(at("192.0.2.7:6881"), hex("beef")));
    assertThat(Relayed.of(hex("0000 00 04 20010db8000000000000000000000001 0001")))
        .isEqualTo(new Relayed(at("[2001:db8::1]:1"), hex("")));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "0000 00",
        "0000 00 01",
        "0000 00 01 c0000207 1a",
        "0000 01 01 c0000207 1ae1 beef",
        "0000 00 02 c0000207 1ae1 beef",
        "0000 00 03 02 6162 0050 beef",
        "0000 00 04 20010db8 0001"
      })
  void whatIsCutOrFromNobodyIsNotTaken(String datagram) {
    assertThat(Relayed.of(hex(datagram))).isNull();
  }

  @Test
  void whatIsTakenIsWhatWasSent() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(10, 60)];
      random.nextBytes(bytes);
      bytes[2] = 0;
      bytes[3] = (byte) random.nextInt(6);
      bytes[9] = 1;
      Relayed relayed = Relayed.of(ByteBuffer.wrap(bytes));
      if (relayed != null) {
        ByteBuffer again = ByteBuffer.allocate(Relayed.MAX_HEADER + bytes.length);
        Relayed.head(Target.of(relayed.from()), again);
        again.put(relayed.bytes()).flip().put(0, bytes[0]).put(1, bytes[1]);
        assertThat(again).isEqualTo(ByteBuffer.wrap(bytes));
      }
    }
  }

  @Test
  void aProxyThatDoesNotKnowItsAddressIsReachedWhereItWasCalled() {
    IpAddress far = at("198.51.100.1:1").ip();
    IpAddress near = at("10.0.0.1:1").ip();
    assertThat(Relayed.place(at("0.0.0.0:9"), far)).isEqualTo(at("198.51.100.1:9"));
    assertThat(Relayed.place(at("10.9.9.9:9"), far)).isEqualTo(at("198.51.100.1:9"));
    assertThat(Relayed.place(at("127.0.0.1:9"), far)).isEqualTo(at("198.51.100.1:9"));
    assertThat(Relayed.place(at("10.9.9.9:9"), near)).isEqualTo(at("10.9.9.9:9"));
    assertThat(Relayed.place(at("203.0.113.5:9"), far)).isEqualTo(at("203.0.113.5:9"));
  }
}
