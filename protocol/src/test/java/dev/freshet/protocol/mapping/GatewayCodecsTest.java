package dev.freshet.protocol.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The datagrams of NAT-PMP and PCP, byte by byte as their RFCs draw them.
class GatewayCodecsTest {
  private static final Pcp.Nonce NONCE = new Pcp.Nonce(0x0102030405060708L, 0x090a0b0c);
  private static final String NONCE_HEX = "0102030405060708090a0b0c";

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static String hex(ByteBuffer bytes) {
    byte[] all = new byte[bytes.remaining()];
    bytes.duplicate().get(all);
    return HexFormat.of().formatHex(all);
  }

  private static IpAddress ip(String literal) {
    return Objects.requireNonNull(IpAddress.parse(literal));
  }

  @Test
  void natPmpAsksAsTheRfcDraws() {
    assertThat(hex(NatPmp.askAddress())).isEqualTo("0000");
    assertThat(hex(NatPmp.askMapping(Transport.TCP, 6881, 6881, 7200)))
        .isEqualTo("0002" + "0000" + "1ae1" + "1ae1" + "00001c20");
    assertThat(hex(NatPmp.askMapping(Transport.UDP, 6881, 0, 0)))
        .isEqualTo("0001" + "0000" + "1ae1" + "0000" + "00000000");
  }

  @Test
  void natPmpAnswersAreRead() {
    assertThat(NatPmp.decode(bytes("0080 0000 00000064 cb007105")))
        .isEqualTo(new GatewayReply.ExternalAddress(ip("203.0.113.5"), 100));
    assertThat(NatPmp.decode(bytes("0082 0000 00000064 1ae1 c000 00001c20")))
        .isEqualTo(new GatewayReply.Mapped(Transport.TCP, 6881, 49152, null, 7200, 100));
    assertThat(NatPmp.decode(bytes("0081 0002 00000064 1ae1 0000 00000000")))
        .isEqualTo(new GatewayReply.Refused(Refusal.NOT_AUTHORIZED, 0, 100));
  }

  @Test
  void whatIsNoNatPmpAnswerIsNothing() {
    assertThat(NatPmp.decode(bytes(""))).isNull();
    assertThat(NatPmp.decode(bytes("0080 0000 00000064"))).as("without the address").isNull();
    assertThat(NatPmp.decode(bytes("0002 0000 1ae1 1ae1 00001c20"))).as("a question").isNull();
    assertThat(NatPmp.decode(bytes("0182 0000 00000064 1ae1 c000 00001c20"))).isNull();
  }

  @Test
  void pcpAsksAsTheRfcDraws() {
    assertThat(hex(Pcp.askMapping(ip("192.168.1.7"), NONCE, Transport.TCP, 6881, 6881, 7200)))
        .isEqualTo(
            ("02010000" + "00001c20" + "00000000000000000000ffffc0a80107")
                + (NONCE_HEX + "06000000" + "1ae11ae1" + "00000000000000000000ffff00000000"));
  }

  @Test
  void pcpAnswersAreReadIfTheyAreOurs() {
    String answer =
        ("02810000" + "00001c20" + "00000064" + "000000000000000000000000")
            + (NONCE_HEX + "06000000" + "1ae1c000" + "00000000000000000000ffffcb007105");
    assertThat(Pcp.decode(bytes(answer), NONCE))
        .isEqualTo(
            new GatewayReply.Mapped(Transport.TCP, 6881, 49152, ip("203.0.113.5"), 7200, 100));
    assertThat(Pcp.decode(bytes(answer), new Pcp.Nonce(1, 2))).as("somebody else's").isNull();
    assertThat(Pcp.decode(bytes(answer.substring(0, 100)), NONCE)).as("half").isNull();
  }

  @Test
  void aGatewayWithoutPcpSaysSoInEitherForm() {
    assertThat(Pcp.decode(bytes("0000 0001 00000064"), NONCE)).isNull();
    assertThat(Pcp.decode(bytes("0081 0001 00000064"), NONCE))
        .isEqualTo(new GatewayReply.Refused(Refusal.VERSION, 0, 100));
    assertThat(Pcp.decode(bytes("02810001 00000e10 00000064 000000000000000000000000"), NONCE))
        .isEqualTo(new GatewayReply.Refused(Refusal.VERSION, 3600, 100));
  }
}
