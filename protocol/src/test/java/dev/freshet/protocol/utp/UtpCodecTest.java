package dev.freshet.protocol.utp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// uTP packets as bytes.
final class UtpCodecTest {
  private static final byte[] NO_MASK = {};

  private static ByteBuffer hex(String text) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  private static UtpPacket read(ByteBuffer in) {
    return Objects.requireNonNull(UtpCodec.decode(in));
  }

  @Test
  void aPacketIsReadAsTheBepDrawsIt() {
    UtpPacket packet = read(hex("01 00 abcd 01020304 f5060708 00100000 fffe 0001 68656c6c6f"));
    assertThat(packet.header())
        .isEqualTo(
            new UtpHeader(UtpType.DATA, 0xabcd, 0x01020304, 0xf5060708, 0x100000, 0xfffe, 0x0001));
    assertThat(packet.selective().remaining()).isZero();
    assertThat(packet.payload())
        .isEqualTo(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void aWindowTooLargeForUsIsReadAsTheLargest() {
    assertThat(read(hex("21 00 0001 00000000 00000000 80000000 0001 0001")).header().window())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(read(hex("21 00 0001 00000000 00000000 ffffffff 0001 0001")).header().window())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void extensionsThatNobodyKnowsArePassedOver() {
    UtpPacket packet =
        read(
            hex(
                "21 02 0001 00000000 00000000 00000000 0001 0001"
                    + "03 08 0102030405060708"
                    + "01 00"
                    + "00 04 05000080"
                    + "7878"));
    assertThat(packet.header().type()).isEqualTo(UtpType.STATE);
    assertThat(packet.selective()).isEqualTo(hex("05000080"));
    assertThat(packet.payload())
        .isEqualTo(ByteBuffer.wrap("xx".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void whatIsNoPacketIsNone() {
    String rest = "0001 00000000 00000000 00000000 0001 0001";
    assertThat(UtpCodec.decode(hex("02 00" + rest))).as("version 2").isNull();
    assertThat(UtpCodec.decode(hex("51 00" + rest))).as("type 5").isNull();
    assertThat(UtpCodec.decode(hex("01 00" + rest.substring(0, rest.length() - 2)))).isNull();
    assertThat(UtpCodec.decode(hex("01 01" + rest))).as("no extension there").isNull();
    assertThat(UtpCodec.decode(hex("01 01" + rest + "00 04 0000"))).as("half of one").isNull();
    assertThat(
            UtpCodec.begins(
                ByteBuffer.wrap("d1:ad2:id20:aaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII))))
        .isFalse();
    assertThat(UtpCodec.begins(hex("00000001 00000000 00000000 00000000 00000000"))).isFalse();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 1000; i++) {
      UtpHeader header =
          new UtpHeader(
              UtpType.values()[random.nextInt(5)],
              random.nextInt(1 << 16),
              random.nextInt(),
              random.nextInt(),
              random.nextInt(1 << 30),
              random.nextInt(1 << 16),
              random.nextInt(1 << 16));
      byte[] mask = new byte[4 * random.nextInt(UtpCodec.MAX_SELECTIVE / 4 + 1)];
      random.nextBytes(mask);
      UtpPacket packet = read(UtpCodec.encode(header, mask));
      assertThat(packet.header()).isEqualTo(header);
      assertThat(packet.selective()).isEqualTo(ByteBuffer.wrap(mask));
      assertThat(packet.payload().hasRemaining()).isFalse();
    }
  }

  @Test
  void noneIsAnsweredByAnythingLonger() {
    UtpHeader header = new UtpHeader(UtpType.STATE, 1, 2, 3, 4, 5, 6);
    assertThat(UtpCodec.encode(header, NO_MASK).remaining()).isEqualTo(UtpHeader.LENGTH);
  }

  @Test
  void aMaskHasWholeWords() {
    UtpHeader header = new UtpHeader(UtpType.STATE, 1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> UtpCodec.encode(header, new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UtpCodec.encode(header, new byte[UtpCodec.MAX_SELECTIVE + 4]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
