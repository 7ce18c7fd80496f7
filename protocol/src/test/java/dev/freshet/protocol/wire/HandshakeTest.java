package dev.freshet.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HandshakeTest {
  private static final String TEXT =
      "\u0013BitTorrent protocol\0\0\0\0\0\u0010\0\u0005aaaaaaaaaaaaaaaaaaaa-FH0100-bbbbbbbbbbbb";

  @Test
  void bytesAreThoseOfBep3() {
    Handshake handshake =
        new Handshake(
            Handshake.EXTENSIONS | Handshake.FAST | Handshake.DHT,
            Hash.of(latin("a".repeat(20))),
            PeerId.of(latin("-FH0100-bbbbbbbbbbbb")));
    assertThat(WireCodec.bytes(handshake)).isEqualTo(ByteBuffer.wrap(latin(TEXT)));
    assertThat(handshake.has(Handshake.FAST)).isTrue();
    assertThat(handshake.has(Handshake.V2)).isFalse();
  }

  @Test
  void everyHandshakeIsReadBackAsItWasWritten() {
    for (long seed = 0; seed < 1_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = new byte[20];
      random.nextBytes(bytes);
      Handshake handshake =
          new Handshake(
              random.nextLong(), Hash.of(bytes), PeerId.ours(random.nextLong(), random.nextLong()));
      ByteBuffer in = WireCodec.bytes(handshake);
      assertThat(in.remaining()).isEqualTo(Handshake.LENGTH);
      assertThat(WireCodec.decodeHandshake(in)).as("seed %d", seed).isEqualTo(handshake);
      assertThat(in.remaining()).isZero();
    }
  }

  @Test
  void whatFollowsIsLeftAlone() {
    ByteBuffer in = ByteBuffer.wrap(latin("xx" + TEXT + "rest")).position(2);
    assertThat(WireCodec.decodeHandshake(in)).isInstanceOf(Handshake.class);
    assertThat(in.position()).isEqualTo(70);
  }

  @Test
  void eachTruncationSaysHowMuchIsMissing() {
    for (int length = 0; length < Handshake.LENGTH; length++) {
      ByteBuffer in = ByteBuffer.wrap(latin(TEXT), 0, length);
      assertThat(WireCodec.decodeHandshake(in))
          .isEqualTo(new Decoded.Incomplete(Handshake.LENGTH - length));
      assertThat(in.position()).isZero();
    }
  }

  @Test
  void theFirstWrongByteIsEnoughToRefuse() {
    for (int i = 0; i < 20; i++) {
      byte[] bytes = latin(TEXT);
      bytes[i] ^= 1;
      ByteBuffer in = ByteBuffer.wrap(bytes, 0, i + 1);
      assertThat(WireCodec.decodeHandshake(in))
          .isEqualTo(new ProtocolViolation("not a BitTorrent handshake"));
      assertThat(in.position()).isZero();
    }
    assertThat(WireCodec.decodeHandshake(ByteBuffer.wrap(latin("GET / HTTP/1.1\r\n"))))
        .isInstanceOf(ProtocolViolation.class);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
