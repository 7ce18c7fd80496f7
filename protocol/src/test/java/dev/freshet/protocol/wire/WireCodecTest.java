package dev.freshet.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Hash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WireCodecTest {
  private static final int MAX = 1 << 20;
  private static final String ROOT = "00".repeat(31) + "01";

  @ParameterizedTest
  @CsvSource({
    "00000000, KeepAlive[]",
    "00000001 00, Choke[]",
    "00000001 01, Unchoke[]",
    "00000001 02, Interested[]",
    "00000001 03, NotInterested[]",
    "00000005 04 00000007, Have[piece=7]",
    "'0000000d 06 00000001 00004000 00004000', 'Request[piece=1, begin=16384, length=16384]'",
    "'0000000d 08 00000001 00004000 00004000', 'Cancel[piece=1, begin=16384, length=16384]'",
    "00000003 09 1ae1, Port[port=6881]",
    "00000003 09 ffff, Port[port=65535]",
    "00000005 0d 00000007, SuggestPiece[piece=7]",
    "00000001 0e, HaveAll[]",
    "00000001 0f, HaveNone[]",
    "'0000000d 10 00000001 00004000 00004000', 'RejectRequest[piece=1, begin=16384, length=16384]'",
    "00000005 11 7fffffff, AllowedFast[piece=2147483647]",
    "00000004 63 010203, 'Unknown[id=99, length=4]'"
  })
  void bytesOfTheBepsAreRead(String hex, String message) {
    ByteBuffer in = hex(hex);
    assertThat(WireCodec.decode(in, MAX)).hasToString(message);
    assertThat(in.remaining()).isZero();
  }

  @Test
  void aPieceIsAViewOfTheBuffer() {
    ByteBuffer in = hex("0000000c 07 00000001 00004000 aabbcc 00000000");
    assertThat(WireCodec.decode(in, MAX))
        .isEqualTo(new Message.Piece(1, 0x4000, hex("aabbcc")))
        .isInstanceOfSatisfying(
            Message.Piece.class,
            piece -> {
              in.put(13, (byte) 0xdd);
              assertThat(piece.bytes()).isEqualTo(hex("ddbbcc"));
            });
    assertThat(in.remaining()).isEqualTo(4);
  }

  @Test
  void aBitfieldIsACopyOfItsBytes() {
    assertThat(WireCodec.decode(hex("00000003 05 ff80"), MAX))
        .isInstanceOfSatisfying(
            Message.HavePieces.class, have -> assertThat(have.bits()).containsExactly(0xff, 0x80));
  }

  @Test
  void hashMessagesAreReadAsBep52LaysThemOut() {
    Hash root = Hash.parseHex(ROOT);
    String span = ROOT + "00000001 00000004 00000002 00000001";
    assertThat(WireCodec.decode(hex("00000031 15" + span), MAX))
        .isEqualTo(new Message.HashRequest(root, 1, 4, 2, 1));
    assertThat(WireCodec.decode(hex("00000031 17" + span), MAX))
        .isEqualTo(new Message.HashReject(root, 1, 4, 2, 1));
    assertThat(WireCodec.decode(hex("00000091 16" + span + ROOT + ROOT + ROOT), MAX))
        .isEqualTo(new Message.Hashes(root, 1, 4, 2, 1, List.of(root, root, root)));
  }

  @Test
  void aRunOfOneHashIsReadBecauseLibtorrentAsksForIt() {
    String span = ROOT + "00000001 00000200 00000001 00000001";
    assertThat(WireCodec.decode(hex("00000031 15" + span), MAX))
        .isEqualTo(new Message.HashRequest(Hash.parseHex(ROOT), 1, 512, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffffffff",
        "80000000 00",
        "7fffffff 07",
        "00100001 05",
        "00000002 00",
        "00000002 01",
        "00000002 02",
        "00000002 03",
        "00000400 0e",
        "00000002 0f",
        "00000004 04",
        "00000006 04",
        "00000001 04",
        "0000000c 06",
        "0000000e 06",
        "0000000e 08",
        "00000008 07",
        "00000002 09",
        "00000004 09",
        "00000001 0d",
        "0000000c 10",
        "00000001 11",
        "00000001 14",
        "00000030 15",
        "00000032 15",
        "00000031 16",
        "00000050 16",
        "00000052 16",
        "00000030 17",
        "00000032 17"
      })
  void aLengthThatCannotBeIsRefusedBeforeTheBodyComes(String hex) {
    ByteBuffer in = hex(hex);
    assertThat(WireCodec.decode(in, MAX)).isInstanceOf(ProtocolViolation.class);
    assertThat(in.position()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000005 04 80000000",
        "00000005 0d ffffffff",
        "00000005 11 ffffffff",
        "0000000d 06 ffffffff 00000000 00004000",
        "0000000d 06 00000000 ffffffff 00004000",
        "0000000d 06 00000000 00000000 80000000",
        "0000000d 08 ffffffff 00000000 00004000",
        "0000000d 10 ffffffff 00000000 00004000",
        "0000000a 07 ffffffff 00000000 00",
        "0000000a 07 00000000 ffffffff 00"
      })
  void negativeNumbersAreRefused(String hex) {
    ByteBuffer in = hex(hex);
    assertThat(WireCodec.decode(in, MAX))
        .isInstanceOfSatisfying(
            ProtocolViolation.class, v -> assertThat(v.reason()).endsWith("a negative number"));
    assertThat(in.position()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "ffffffff, 00000000, 00000002, 00000000",
    "00000041, 00000000, 00000002, 00000000",
    "00000000, ffffffff, 00000001, 00000000",
    "00000000, 00000003, 00000002, 00000000",
    "00000000, 00000000, 00000000, 00000000",
    "00000000, 00000000, 00000003, 00000000",
    "00000000, 00000000, 00004000, 00000000",
    "00000000, 00000000, 80000000, 00000000",
    "00000000, 00000000, 00000002, ffffffff",
    "00000000, 00000000, 00000002, 00000041"
  })
  void aRunOfHashesThatNoTreeHasIsRefused(String base, String index, String length, String proofs) {
    String span = ROOT + base + index + length + proofs;
    assertThat(WireCodec.decode(hex("00000031 15" + span), MAX))
        .isInstanceOf(ProtocolViolation.class);
    assertThat(WireCodec.decode(hex("00000031 17" + span), MAX))
        .isInstanceOf(ProtocolViolation.class);
    assertThat(WireCodec.decode(hex("00000051 16" + span + ROOT), MAX))
        .isInstanceOf(ProtocolViolation.class);
  }

  @ParameterizedTest
  @CsvSource({"2, 0, 1, 2", "2, 1, 1, 3", "4, 2, 3, 5", "8, 1, 7, 8", "1, 1, 0, 3"})
  void hashesMustBeAsManyAsWereAskedForAndTheirUncles(
      int length, int proofs, int tooFew, int most) {
    Hash root = Hash.parseHex(ROOT);
    for (int count = 1; count < 12; count++) {
      Message hashes =
          new Message.Hashes(root, 0, 0, length, proofs, Collections.nCopies(count, root));
      Decoded decoded = WireCodec.decode(WireCodec.bytes(hashes), MAX);
      if (count <= tooFew || count > most) {
        assertThat(decoded).as("%d hashes", count).isInstanceOf(ProtocolViolation.class);
      } else {
        assertThat(decoded).as("%d hashes", count).isEqualTo(hashes);
      }
    }
  }

  @Test
  void aBodyOfExactlyTheLimitIsReadAndOneByteMoreIsNot() {
    Message message = new Message.Piece(0, 0, ByteBuffer.allocate(100));
    assertThat(WireCodec.decode(WireCodec.bytes(message), 109)).isEqualTo(message);
    assertThat(WireCodec.decode(WireCodec.bytes(message), 108))
        .isEqualTo(new ProtocolViolation("message of 109 bytes"));
  }

  @Test
  void aHugeClaimAllocatesNothing() {
    ByteBuffer in = hex("7fffffff 07 00000000");
    assertThat(WireCodec.decode(in, Integer.MAX_VALUE))
        .isEqualTo(new Decoded.Incomplete(Integer.MAX_VALUE - 5));
  }

  @Test
  void everyMessageIsReadBackAsItWasWritten() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Message message = AnyMessage.of(random);
      ByteBuffer out = direct(WireCodec.length(message) + 8).position(3);
      WireCodec.encode(message, out);
      assertThat(out.position()).as("seed %d", seed).isEqualTo(3 + WireCodec.length(message));
      ByteBuffer in = out.flip().position(3);
      assertThat(WireCodec.decode(in, MAX)).as("seed %d", seed).isEqualTo(message);
      assertThat(in.remaining()).as("seed %d", seed).isZero();
    }
  }

  @Test
  void bitfieldsAreReadBackAsTheyWereWritten() {
    for (int length = 0; length < 100; length++) {
      byte[] bits = new byte[length];
      new SplittableRandom(length).nextBytes(bits);
      ByteBuffer bytes = WireCodec.bytes(new Message.HavePieces(bits));
      assertThat(WireCodec.decode(bytes, MAX))
          .isInstanceOfSatisfying(
              Message.HavePieces.class, have -> assertThat(have.bits()).isEqualTo(bits));
    }
  }

  @Test
  void eachTruncationIsIncompleteAndSaysHowMuchIsMissing() {
    for (long seed = 0; seed < 2_000; seed++) {
      ByteBuffer whole = WireCodec.bytes(AnyMessage.of(new SplittableRandom(seed)));
      for (int length = 0; length < whole.limit(); length++) {
        ByteBuffer in = whole.slice(0, length);
        Decoded decoded = WireCodec.decode(in, MAX);
        assertThat(decoded).as("seed %d", seed).isInstanceOf(Decoded.Incomplete.class);
        int missing = ((Decoded.Incomplete) decoded).missing();
        assertThat(missing).as("seed %d", seed).isBetween(1, whole.limit() - length);
        assertThat(length >= 4 ? missing : whole.limit() - length)
            .as("seed %d", seed)
            .isEqualTo(whole.limit() - length);
        assertThat(in.position()).as("seed %d", seed).isZero();
      }
    }
  }

  @Test
  void whateverIsReadFromChangedBytesIsWrittenBackAsThoseBytes() {
    for (long seed = 0; seed < 50_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ByteBuffer in = WireCodec.bytes(AnyMessage.of(random));
      for (int i = random.nextInt(4); i > 0; i--) {
        in.put(random.nextInt(in.limit()), (byte) random.nextInt());
      }
      consumesOnlyWhatItUnderstands(seed, in);
    }
  }

  @Test
  void randomBytesAreReadOrRefusedButNeverThrow() {
    for (long seed = 0; seed < 50_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      if (bytes.length > 5) {
        Arrays.fill(bytes, 0, 3, (byte) 0);
        bytes[4] = (byte) random.nextInt(25);
      }
      consumesOnlyWhatItUnderstands(seed, ByteBuffer.wrap(bytes));
    }
  }

  private static void consumesOnlyWhatItUnderstands(long seed, ByteBuffer in) {
    Decoded decoded = WireCodec.decode(in, MAX);
    switch (decoded) {
      case Message.Unknown _ -> assertThat(in.position()).as("seed %d", seed).isGreaterThan(4);
      case Message message ->
          assertThat(WireCodec.bytes(message)).as("seed %d", seed).isEqualTo(in.duplicate().flip());
      case Decoded.Incomplete _, ProtocolViolation _ ->
          assertThat(in.position()).as("seed %d", seed).isZero();
      case Handshake _, ExtensionMessage _ -> throw new AssertionError("seed " + seed);
    }
  }

  @Test
  void encodingLeavesThePayloadWhereItWas() {
    ByteBuffer block = ByteBuffer.allocate(10).position(2);
    Message piece = new Message.Piece(0, 0, block);
    assertThat(WireCodec.bytes(piece)).isEqualTo(WireCodec.bytes(piece));
    assertThat(block.position()).isEqualTo(2);
  }

  @Test
  void theHeaderOfAPieceIsItsMessageWithoutTheBlock() {
    ByteBuffer header = ByteBuffer.allocate(13);
    WireCodec.encodePieceHeader(3, 0x8000, 100, header);
    ByteBuffer whole = WireCodec.bytes(new Message.Piece(3, 0x8000, ByteBuffer.allocate(100)));
    assertThat(header.flip()).isEqualTo(whole.limit(13));
  }

  @Test
  void aMessageThatNobodyKnowsHasNoBytes() {
    assertThatThrownBy(() -> WireCodec.bytes(new Message.Unknown(99, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size);
  }

  private static ByteBuffer hex(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
