package dev.freshet.protocol.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KrpcTest {
  private static final NodeId ASKER = id("abcdefghij0123456789");
  private static final NodeId OTHER = id("mnopqrstuvwxyz123456");
  private static final Opaque AA = text("aa");

  @Test
  void theExamplesOfBep5AreReadAndWritten() {
    bothWays("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe", asked(new Query.Ping()));
    bothWays(
        "d1:ad2:id20:abcdefghij01234567896:target20:mnopqrstuvwxyz123456e"
            + "1:q9:find_node1:t2:aa1:y1:qe",
        asked(new Query.FindNode(OTHER, Want.UNSAID)));
    bothWays(
        "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e"
            + "1:q9:get_peers1:t2:aa1:y1:qe",
        asked(new Query.GetPeers(OTHER, Want.UNSAID, false, false)));
    bothWays(
        "d1:ad2:id20:abcdefghij012345678912:implied_porti1e9:info_hash20:mnopqrstuvwxyz123456"
            + "4:porti6881e5:token8:aoeusnthe1:q13:announce_peer1:t2:aa1:y1:qe",
        asked(new Query.AnnouncePeer(OTHER, 6881, true, text("aoeusnth"), false)));
    bothWays(
        "d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re",
        new Krpc.Answered(AA, OTHER, Answer.DONE, null));
    bothWays(
        "d1:rd2:id20:abcdefghij01234567895:token8:aoeusnth6:valuesl6:axje.u6:idhtnmee1:t2:aa1:y1:re",
        new Krpc.Answered(
            AA,
            ASKER,
            Answer.DONE
                .withToken(text("aoeusnth"))
                .withValues(List.of(at("97.120.106.101:11893"), at("105.100.104.116:28269"))),
            null));
    bothWays(
        "d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee",
        new Krpc.Refused(AA, 201, "A Generic Error Ocurred"));
  }

  @Test
  void allThatCanBeSaidComesBackAsItWasSaid() {
    for (int seed = 0; seed < 3000; seed++) {
      Krpc message = AnyKrpc.of(new SplittableRandom(seed));
      assertThat(KrpcDecoder.decode(KrpcEncoder.encode(message))).as("%d", seed).isEqualTo(message);
    }
  }

  @Test
  void questionsAreKnownByTheirEnd() {
    for (int seed = 0; seed < 3000; seed++) {
      Krpc message = AnyKrpc.of(new SplittableRandom(seed));
      assertThat(KrpcDecoder.isLikelyQuestion(KrpcEncoder.encode(message)))
          .as("%d", seed)
          .isEqualTo(message instanceof Krpc.Asked);
    }
    assertThat(KrpcDecoder.isLikelyQuestion(ByteBuffer.wrap(new byte[] {'d', 'e'}))).isFalse();
  }

  @Test
  void noBytesDoHarm() {
    SplittableRandom random = new SplittableRandom(7);
    int understood = 0;
    for (int i = 0; i < 30_000; i++) {
      ByteBuffer bytes = KrpcEncoder.encode(AnyKrpc.of(random));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes.put(random.nextInt(bytes.limit()), (byte) random.nextInt(256));
      }
      bytes.limit(random.nextInt(5) == 0 ? random.nextInt(bytes.limit()) : bytes.limit());
      Krpc read = KrpcDecoder.decode(bytes);
      if (read != null && !(read instanceof Krpc.Misasked)) {
        understood++;
        // what was understood can be said again
        assertThat(KrpcEncoder.encode(read).remaining()).isPositive();
      }
    }
    assertThat(understood).isBetween(1000, 29_000);
  }

  @Test
  void garbageIsNoMessage() {
    for (String garbage :
        List.of(
            "",
            "d",
            "de",
            "i1e",
            "d1:t2:aa1:y1:qe trailing",
            "d1:t2:aa1:y1:xe",
            "d1:y1:qe",
            "d1:t2:aae",
            "d1:t33:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1:y1:qe",
            "d1:rd2:id3:abce1:t2:aa1:y1:re",
            "d1:rle1:t2:aa1:y1:re",
            "d1:a" + "l".repeat(500) + "e".repeat(500) + "1:t2:aa1:y1:qe")) {
      assertThat(decode(garbage)).as(garbage).isNull();
    }
  }

  @Test
  void whoAsksWronglyIsToldWhy() {
    assertThat(error("d1:t2:aa1:y1:qe")).isEqualTo(KrpcError.PROTOCOL);
    assertThat(error(query("find_node", ""))).isEqualTo(KrpcError.PROTOCOL);
    assertThat(error(query("get_peers", "9:info_hash3:abc"))).isEqualTo(KrpcError.PROTOCOL);
    assertThat(error(query("dance", ""))).isEqualTo(KrpcError.METHOD_UNKNOWN);
    String hash = "9:info_hash20:mnopqrstuvwxyz123456";
    assertThat(error(query("announce_peer", hash + "4:porti0e5:token1:x")))
        .isEqualTo(KrpcError.PROTOCOL);
    assertThat(error(query("announce_peer", hash + "4:porti70000e5:token1:x")))
        .isEqualTo(KrpcError.PROTOCOL);
    assertThat(error(query("announce_peer", hash + "4:porti1e"))).isEqualTo(KrpcError.PROTOCOL);
    String big = "1000:" + "x".repeat(1000);
    assertThat(error(query("put", "5:token1:x1:v" + big))).isEqualTo(KrpcError.VALUE_TOO_BIG);
    assertThat(error(query("put", "4:salt65:" + "s".repeat(65) + "5:token1:x1:vi1e")))
        .isEqualTo(KrpcError.SALT_TOO_BIG);
    assertThat(error(query("put", "1:k1:x5:token1:x1:vi1e"))).isEqualTo(KrpcError.PROTOCOL);
    assertThat(error(query("put", "5:token1:x"))).isEqualTo(KrpcError.PROTOCOL);
  }

  @Test
  void anItemThatNeverChangesHasNoSequenceNumberToCompare() {
    assertThat(decode(query("put", "3:casi4e5:token1:x1:vi1e")))
        .isEqualTo(asked(new Query.Put(text("x"), new Item.Immutable(text("i1e")), -1)));
  }

  @Test
  void aMethodOfTheFutureIsAnsweredWithNodes() {
    Krpc read = decode(query("get_weather", "6:target20:mnopqrstuvwxyz123456"));
    assertThat(read).isEqualTo(asked(new Query.FindNode(OTHER, Want.UNSAID)));
  }

  @Test
  void brokenPartsOfAnAnswerCountAsAbsent() {
    Krpc read =
        decode(
            "d2:ip3:abc1:rd2:id20:abcdefghij01234567895:nodes27:mnopqrstuvwxyz123456"
                + "abcdefX5:tokeni7e6:valuesl6:abcd\0\0007:abcdefgi1e6:abcdefee1:t2:aa1:y1:re");
    assertThat(read)
        .isEqualTo(
            new Krpc.Answered(
                AA,
                ASKER,
                Answer.DONE
                    .withNodes(List.of(new Contact(OTHER, at("97.98.99.100:25958"))))
                    .withValues(List.of(at("97.98.99.100:25958"))),
                null));
  }

  @Test
  void noMoreIsTakenThanTheLimits() {
    List<Contact> nodes = new ArrayList<>();
    List<Endpoint> values = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      nodes.add(new Contact(OTHER, new Endpoint(IpAddress.v4(0x01000001 + i), 1)));
      values.add(new Endpoint(IpAddress.v4(0x01000001 + i), 1));
    }
    Answer many = Answer.DONE.withValues(values).withNodes(nodes.subList(0, 40));
    Krpc read = KrpcDecoder.decode(KrpcEncoder.encode(new Krpc.Answered(AA, ASKER, many, null)));
    Answer taken = ((Krpc.Answered) Objects.requireNonNull(read)).answer();
    assertThat(taken.nodes()).hasSize(KrpcDecoder.MAX_NODES);
    assertThat(taken.values()).hasSize(KrpcDecoder.MAX_VALUES);
  }

  private static String query(String method, String arguments) {
    return "d1:ad2:id20:abcdefghij0123456789%se1:q%d:%s1:t2:aa1:y1:qe"
        .formatted(arguments, method.length(), method);
  }

  private static @Nullable KrpcError error(String datagram) {
    return decode(datagram) instanceof Krpc.Misasked(_, KrpcError error, _) ? error : null;
  }

  private static void bothWays(String datagram, Krpc message) {
    assertThat(decode(datagram)).isEqualTo(message);
    assertThat(KrpcEncoder.encode(message))
        .isEqualTo(ByteBuffer.wrap(datagram.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static @Nullable Krpc decode(String datagram) {
    return KrpcDecoder.decode(ByteBuffer.wrap(datagram.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static Krpc asked(Query query) {
    return new Krpc.Asked(AA, ASKER, false, query);
  }

  private static NodeId id(String text) {
    return NodeId.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Opaque text(String text) {
    return Opaque.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Endpoint at(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }
}
