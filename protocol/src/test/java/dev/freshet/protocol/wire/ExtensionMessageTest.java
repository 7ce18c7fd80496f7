package dev.freshet.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExtensionMessageTest {
  @Test
  void theHandshakeOfBep10IsRead() {
    String text =
        "d1:md11:LT_metadatai1e6:ut_pexi2ee1:pi6881e4:reqqi500e1:v13:\u00c2\u00b5Torrent"
            + " 1.26:yourip4:\u007f\0\0\u0001e";
    assertThat(decode(0, text))
        .isEqualTo(
            new ExtensionMessage.Hello(
                new ExtensionHandshake(
                    Map.of("LT_metadata", 1, "ut_pex", 2),
                    "µTorrent 1.2",
                    6881,
                    500,
                    0,
                    false,
                    IpAddress.parse("127.0.0.1"))));
  }

  @Test
  void anEmptyHandshakeAndUnsortedKeysAndBytesBehindArePassed() {
    ExtensionHandshake empty = new ExtensionHandshake(Map.of(), "", 0, 0, 0, false, null);
    assertThat(decode(0, "de")).isEqualTo(new ExtensionMessage.Hello(empty));
    assertThat(decode(0, "d1:v0:1:mdeetrailing")).isEqualTo(new ExtensionMessage.Hello(empty));
  }

  @Test
  void entriesOfTheWrongKindCountAsAbsent() {
    String text = "d1:mle13:metadata_sizele1:p1:x4:reqqde11:upload_only1:y1:vi1e6:yourip3:abce";
    assertThat(hello(text)).isEqualTo(new ExtensionHandshake(Map.of(), "", 0, 0, 0, false, null));
  }

  @Test
  void absurdNumbersAreClamped() {
    ExtensionHandshake high =
        hello("d13:metadata_sizei99999999999e1:pi70000e4:reqqi99999999e11:upload_onlyi7ee");
    assertThat(high.metadataSize()).isEqualTo(Integer.MAX_VALUE);
    assertThat(high.port()).isZero();
    assertThat(high.requestQueue()).isEqualTo(0xffff);
    assertThat(high.uploadOnly()).isTrue();
    ExtensionHandshake low = hello("d13:metadata_sizei-1e1:pi-1e4:reqqi-1ee");
    assertThat(low.metadataSize()).isZero();
    assertThat(low.port()).isZero();
    assertThat(low.requestQueue()).isZero();
  }

  @Test
  void theClientNameIsCutAndCleaned() {
    assertThat(hello("d1:v100:" + "x".repeat(100) + "e").client()).isEqualTo("x".repeat(64));
    assertThat(hello("d1:v7:a\u001b[1m\r\ne").client()).isEqualTo("a[1m");
  }

  @Test
  void strangeExtensionsAreLeftOut() {
    String longName = "n".repeat(33);
    String text = "d1:md0:i1e1:\u0007i1e33:" + longName + "i1e1:ai256e1:bi-1e1:c1:x1:di255eee";
    assertThat(hello(text).ids()).containsExactly(Map.entry("d", 255));
  }

  @Test
  void onlySoManyExtensionsAreKept() {
    StringBuilder text = new StringBuilder("d1:md");
    for (int i = 100; i < 300; i++) {
      text.append("4:x").append(i).append("i1e");
    }
    assertThat(hello(text.append("ee").toString()).ids()).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "le", "i1e", "d", "d1:me", "garbage", "d1:ai1e1:ai1ee"})
  void whatIsNoDictionaryIsRefused(String text) {
    assertThat(decode(0, text)).isInstanceOf(ProtocolViolation.class);
    assertThat(decode(1, text)).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void nestingAndItemBombsAreRefused() {
    assertThat(decode(0, "d1:m" + "l".repeat(10_000))).isInstanceOf(ProtocolViolation.class);
    assertThat(decode(0, "d1:ml" + "le".repeat(10_000) + "ee"))
        .isInstanceOf(ProtocolViolation.class);
    assertThat(decode(0, "d1:v70000:" + "x".repeat(70_000) + "e"))
        .isInstanceOf(ProtocolViolation.class);
    assertThat(decode(0, "d1:v999999999:x")).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void metadataMessagesOfBep9AreRead() {
    assertThat(decode(1, "d8:msg_typei0e5:piecei3ee"))
        .isEqualTo(new ExtensionMessage.MetadataRequest(3));
    assertThat(decode(1, "d8:msg_typei2e5:piecei3ee"))
        .isEqualTo(new ExtensionMessage.MetadataReject(3));
    assertThat(decode(1, "d8:msg_typei1e5:piecei1e10:total_sizei16389eehello"))
        .isEqualTo(new ExtensionMessage.MetadataPiece(1, 16389, latin("hello")));
    assertThat(decode(1, "d8:msg_typei9e5:piecei3ee")).isEqualTo(new ExtensionMessage.Other(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d8:msg_typei0ee",
        "d8:msg_typei0e5:piecei-1ee",
        "d8:msg_typei0e5:piecei4294967296ee",
        "d8:msg_typei1e5:piecei0eehello",
        "d8:msg_typei1e5:piecei0e10:total_sizei-1eehello",
        "d8:msg_typei1e5:piecei0e10:total_sizei4eehello",
        "d8:msg_typei1e5:piecei0e10:total_sizei6eehello",
        "d8:msg_typei1e5:piecei1e10:total_sizei16384ee",
        "d8:msg_typei1e5:piecei131071e10:total_sizei9999999999eehello"
      })
  void metadataThatCannotBeIsRefused(String text) {
    assertThat(decode(1, text)).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void aMetadataPieceIsAViewOfThePayload() {
    ByteBuffer payload = latin("d8:msg_typei1e5:piecei0e10:total_sizei5eehello");
    Decoded decoded = WireCodec.decodeExtended(new Message.Extended(1, payload));
    assertThat(decoded)
        .isInstanceOfSatisfying(
            ExtensionMessage.MetadataPiece.class,
            piece -> {
              payload.put(payload.limit() - 1, (byte) 'y');
              assertThat(piece.bytes()).isEqualTo(latin("helly"));
            });
    assertThat(payload.position()).isZero();
  }

  @Test
  void uploadOnlyAndDontHaveAreRead() {
    assertThat(decode(2, "\u0001")).isEqualTo(new ExtensionMessage.UploadOnly(true));
    assertThat(decode(2, "\0")).isEqualTo(new ExtensionMessage.UploadOnly(false));
    assertThat(decode(2, "")).isInstanceOf(ProtocolViolation.class);
    assertThat(decode(2, "\0\0")).isInstanceOf(ProtocolViolation.class);
    assertThat(decode(3, "\0\0\u0001\0")).isEqualTo(new ExtensionMessage.DontHave(256));
    assertThat(decode(3, "\0\0\u0001")).isInstanceOf(ProtocolViolation.class);
    assertThat(decode(3, "\u00ff\0\0\0")).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void thePeersOfBep11AreRead() {
    String text =
        "d5:added12:\n\0\0\u0001\u001a\u00e1\n\0\0\u0002\0P7:added.f2:\u0002\u0010"
            + "7:dropped6:\n\0\0\u0003\u001a\u00e1e";
    assertThat(decode(4, text))
        .isEqualTo(
            new ExtensionMessage.Peers(
                List.of(
                    new ExchangedPeer(at("10.0.0.1:6881"), ExchangedPeer.UPLOAD_ONLY),
                    new ExchangedPeer(at("10.0.0.2:80"), ExchangedPeer.REACHABLE)),
                List.of(at("10.0.0.3:6881"))));
    assertThat(decode(4, "d5:added6:\n\0\0\u0001\u001a\u00e1e"))
        .as("without flags")
        .isEqualTo(
            new ExtensionMessage.Peers(
                List.of(new ExchangedPeer(at("10.0.0.1:6881"), 0)), List.of()));
    assertThat(decode(4, "d5:added13:")).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void addressesThatCanBeNobodysArePassedOverAndTheFlagsStayWithTheirs() {
    String text =
        "d5:added24:\n"
            + "\0\0\u0001\0\0\0\0\0\0\u001a\u00e1\u00e0\0\0\u0001\u001a\u00e1\n"
            + "\0\0\u0004\0P"
            + "7:added.f4:\u0001\u0001\u0001\u00026:added618:\0\0\0\0\0\0\0\0\0\0\u00ff\u00ff\n"
            + "\0\0\u0001\u001a\u00e1e";
    assertThat(decode(4, text))
        .isEqualTo(
            new ExtensionMessage.Peers(
                List.of(new ExchangedPeer(at("10.0.0.4:80"), 2)), List.of()));
  }

  @Test
  void ofALongListTheFirstFiftyAreRead() {
    ByteBuffer many = ByteBuffer.allocate(6 * 1000);
    for (int i = 1; i <= 1000; i++) {
      many.putInt(0x0a00_0000 + i).putShort((short) i);
    }
    byte[] dict = new BencodeWriter().dict().key("added").string(many.array()).end().toBytes();
    ExtensionMessage.Peers peers =
        (ExtensionMessage.Peers)
            WireCodec.decodeExtended(new Message.Extended(4, ByteBuffer.wrap(dict)));
    assertThat(peers.added()).hasSize(50);
    assertThat(peers.added().getLast().endpoint()).isEqualTo(at("10.0.0.50:50"));
  }

  private static Endpoint at(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  @Test
  void idsThatWeDidNotGiveOutAreIgnored() {
    assertThat(decode(77, "anything")).isEqualTo(new ExtensionMessage.Other(77));
    assertThatThrownBy(() -> WireCodec.encodeExtended(new ExtensionMessage.Other(77), 77))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyExtensionMessageIsReadBackAsItWasWritten() {
    for (long seed = 0; seed < 5_000; seed++) {
      ExtensionMessage message = AnyMessage.extension(new SplittableRandom(seed));
      Message.Extended sent = WireCodec.encodeExtended(message, AnyMessage.id(message));
      assertThat(WireCodec.decodeExtended(sent)).as("seed %d", seed).isEqualTo(message);
      assertThat(WireCodec.decode(WireCodec.bytes(sent), 1 << 20))
          .as("seed %d", seed)
          .isEqualTo(sent);
    }
  }

  @Test
  void changedAndTruncatedPayloadsAreReadOrRefusedButNeverThrow() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ExtensionMessage message = AnyMessage.extension(random);
      ByteBuffer payload = WireCodec.encodeExtended(message, 0).payload();
      payload.limit(random.nextInt(payload.limit() + 1));
      for (int i = random.nextInt(4); i > 0 && payload.limit() > 0; i--) {
        payload.put(random.nextInt(Math.min(80, payload.limit())), (byte) random.nextInt());
      }
      ByteBuffer direct = ByteBuffer.allocateDirect(payload.limit()).put(payload).flip();
      Decoded decoded =
          WireCodec.decodeExtended(new Message.Extended(AnyMessage.id(message), direct));
      assertThat(decoded)
          .as("seed %d", seed)
          .isInstanceOfAny(ExtensionMessage.class, ProtocolViolation.class);
    }
  }

  private static ExtensionHandshake hello(String text) {
    return ((ExtensionMessage.Hello) decode(0, text)).handshake();
  }

  private static Decoded decode(int id, String payload) {
    return WireCodec.decodeExtended(new Message.Extended(id, latin(payload)));
  }

  private static ByteBuffer latin(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
