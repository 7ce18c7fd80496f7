package dev.freshet.protocol.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UdpTrackerTest {
  private static final String ANNOUNCE =
      "1122334455667788 00000001 0a0b0c0d"
          + "aa".repeat(20)
          + HexFormat.of().formatHex("-FH0100-bbbbbbbbbbbb".getBytes(StandardCharsets.US_ASCII))
          + "0000000000000002 0000000000000003 0000000000000001"
          + "00000002 01020304 0000cafe ffffffff 1ae1";

  private static final AnnounceRequest REQUEST =
      new AnnounceRequest(
          Hash.parseHex("aa".repeat(20)),
          PeerId.of("-FH0100-bbbbbbbbbbbb".getBytes(StandardCharsets.US_ASCII)),
          6881,
          1,
          2,
          3,
          AnnounceEvent.STARTED,
          0xcafe,
          -1,
          true,
          IpAddress.parse("1.2.3.4"),
          null);

  @Test
  void requestsAreLaidOutAsInBep15() {
    bothWays("0000041727101980 00000000 0a0b0c0d", new UdpRequest.Connect(0x0a0b0c0d));
    bothWays(ANNOUNCE, new UdpRequest.Announce(0x1122334455667788L, 0x0a0b0c0d, REQUEST, ""));
    bothWays(
        "1122334455667788 00000002 0a0b0c0d" + "aa".repeat(20) + "bb".repeat(20),
        new UdpRequest.Scrape(
            0x1122334455667788L,
            0x0a0b0c0d,
            List.of(Hash.parseHex("aa".repeat(20)), Hash.parseHex("bb".repeat(20)))));
  }

  @Test
  void theUrlTravelsAsInBep41() {
    bothWays(
        ANNOUNCE + "02 04 2f613f62",
        new UdpRequest.Announce(0x1122334455667788L, 0x0a0b0c0d, REQUEST, "/a?b"));
    String target = "/" + "x".repeat(600);
    ByteBuffer sent = UdpRequestCodec.encode(new UdpRequest.Announce(1, 2, REQUEST, target));
    assertThat(sent.remaining()).isEqualTo(98 + 601 + 3 * 2);
    assertThat(UdpRequestCodec.decode(sent))
        .isEqualTo(new UdpRequest.Announce(1, 2, REQUEST, target));
  }

  @Test
  void optionsAreReadUntilTheirEndAndOthersSkipped() {
    assertThat(target("01 01 02 01 2f 07 02 ffff 02 01 61 00 02 01 62")).isEqualTo("/a");
    assertThat(target("00 ff")).isEmpty();
    assertThat(target("02 00")).isEmpty();
  }

  @Test
  void brokenOptionsCountAsNone() {
    assertThat(target("02")).isEmpty();
    assertThat(target("02 05 2f")).isEmpty();
    assertThat(target("02 01 2f 02 ff 61")).isEmpty();
    assertThat(target("02 03 2f0d0a")).isEmpty();
    assertThat(target("02 02 2fe4")).isEmpty();
    assertThat(target(("02 ff" + "61".repeat(255)).repeat(9))).isEmpty();
  }

  @Test
  void answersAreLaidOutAsInBep15() {
    answers(
        "00000000 0a0b0c0d 1122334455667788",
        new UdpResponse.Connected(0x0a0b0c0d, 0x1122334455667788L),
        false);
    answers(
        "00000001 0a0b0c0d 00000708 00000007 00000005 01020304 1ae1",
        new UdpResponse.Announced(0x0a0b0c0d, peers("1.2.3.4:6881")),
        false);
    answers(
        "00000001 0a0b0c0d 00000708 00000007 00000005 20010db8000000000000000000000001 1ae1",
        new UdpResponse.Announced(0x0a0b0c0d, peers("[2001:db8::1]:6881")),
        true);
    answers(
        "00000002 0a0b0c0d 00000005 00000032 0000000a",
        new UdpResponse.Scraped(0x0a0b0c0d, List.of(new SwarmCounts(5, 50, 10))),
        false);
    answers("00000003 0a0b0c0d 6e6f21", new UdpResponse.Failed(0x0a0b0c0d, "no!"), false);
  }

  @Test
  void peersOfTheOtherFamilyAreLeftOut() {
    UdpResponse both = new UdpResponse.Announced(1, peers("1.2.3.4:6881", "[2001:db8::1]:6881"));
    assertThat(UdpResponseCodec.decode(UdpResponseCodec.encode(both, false), false))
        .isEqualTo(new UdpResponse.Announced(1, peers("1.2.3.4:6881")));
    assertThat(UdpResponseCodec.decode(UdpResponseCodec.encode(both, true), true))
        .isEqualTo(new UdpResponse.Announced(1, peers("[2001:db8::1]:6881")));
  }

  @Test
  void absurdAnswersAreMadeSane() {
    assertThat(
            response(
                "00000001 00000001 ffffffff ffffffff ffffffff 01020304 0000 01020304 0001"
                    + "01020304 0001 0102"))
        .isEqualTo(
            new UdpResponse.Announced(
                1,
                new AnnounceResponse.Peers(
                    0, 0, 0, 0, List.of(endpoint("1.2.3.4:1")), null, null, null)));
    assertThat(response("00000002 00000001 ffffffff 80000000 00000001 00"))
        .isEqualTo(new UdpResponse.Scraped(1, List.of(new SwarmCounts(0, 0, 1))));
    assertThat(response("00000003 00000001"))
        .isEqualTo(new UdpResponse.Failed(1, "no reason given"));
    assertThat(response("00000003 00000001 1b41ff0a"))
        .isEqualTo(new UdpResponse.Failed(1, "A\ufffd"));
  }

  @Test
  void absurdRequestsAreMadeSane() {
    UdpRequest request =
        request(
            ANNOUNCE
                .replace("0000000000000003", "ffffffffffffffff")
                .replace("00000002 01020304", "00000009 00000000")
                .replace("0000cafe ffffffff", "0000cafe 80000000"));
    assertThat(request)
        .isInstanceOfSatisfying(
            UdpRequest.Announce.class,
            announce -> {
              assertThat(announce.request().left()).isEqualTo(Long.MAX_VALUE);
              assertThat(announce.request().event()).isEqualTo(AnnounceEvent.NONE);
              assertThat(announce.request().claimedIp()).isNull();
              assertThat(announce.request().wanted()).isEqualTo(-1);
            });
  }

  @Test
  void whatIsNoRequestIsNotAnswered() {
    assertThat(request("")).isNull();
    assertThat(request("0000041727101981 00000000 00000001")).isNull();
    assertThat(request("0000041727101980 00000003 00000001")).isNull();
    assertThat(request("0000041727101980 ffffffff 00000001")).isNull();
    assertThat(request("1122334455667788 00000002 00000001")).isNull();
    assertThat(request("1122334455667788 00000002 00000001" + "aa".repeat(21))).isNull();
    assertThat(request("1122334455667788 00000002 00000001" + "aa".repeat(20 * 75))).isNull();
    for (int length = 0; length < 16; length++) {
      assertThat(
              request(
                  "0000041727101980 00000000 00000001".replace(" ", "").substring(0, 2 * length)))
          .isNull();
    }
    for (int length = 16; length < 98; length++) {
      assertThat(request(ANNOUNCE.replace(" ", "").substring(0, 2 * length))).isNull();
    }
  }

  @Test
  void whatIsNoAnswerIsNull() {
    assertThat(response("")).isNull();
    assertThat(response("00000000 000001")).isNull();
    assertThat(response("00000000 00000001 00000000000000")).isNull();
    assertThat(response("00000001 00000001 00000708 00000007 000000")).isNull();
    assertThat(response("00000004 00000001 00000000")).isNull();
  }

  @Test
  void everyRequestIsReadBackAsItWasWritten() {
    for (long seed = 0; seed < 5_000; seed++) {
      UdpRequest request = anyRequest(new SplittableRandom(seed));
      ByteBuffer sent = UdpRequestCodec.encode(request);
      assertThat(UdpRequestCodec.decode(sent)).as("seed %d", seed).isEqualTo(request);
      assertThat(sent.position()).isZero();
    }
  }

  @Test
  void everyAnswerIsReadBackAsItWasWritten() {
    for (long seed = 0; seed < 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean v6 = random.nextBoolean();
      UdpResponse response = anyResponse(random, v6);
      assertThat(UdpResponseCodec.decode(UdpResponseCodec.encode(response, v6), v6))
          .as("seed %d", seed)
          .isEqualTo(response);
    }
  }

  @Test
  void changedAndTruncatedDatagramsNeverThrow() {
    for (long seed = 0; seed < 30_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean v6 = random.nextBoolean();
      ByteBuffer datagram =
          random.nextBoolean()
              ? UdpRequestCodec.encode(anyRequest(random))
              : UdpResponseCodec.encode(anyResponse(random, v6), v6);
      for (int i = random.nextInt(4); i > 0; i--) {
        datagram.put(random.nextInt(datagram.limit()), (byte) random.nextInt());
      }
      datagram.limit(random.nextInt(datagram.limit() + 1));
      UdpRequest request = UdpRequestCodec.decode(datagram);
      if (request != null) {
        assertThat(UdpRequestCodec.decode(UdpRequestCodec.encode(request)))
            .as("seed %d", seed)
            .isEqualTo(request);
      }
      UdpResponse response = UdpResponseCodec.decode(datagram, v6);
      if (response != null) {
        assertThat(UdpResponseCodec.decode(UdpResponseCodec.encode(response, v6), v6))
            .as("seed %d", seed)
            .isEqualTo(response);
      }
    }
  }

  @Test
  void aScrapeHasOneToSeventyFourHashes() {
    assertThatThrownBy(() -> new UdpRequest.Scrape(1, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static UdpRequest anyRequest(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> new UdpRequest.Connect(random.nextInt());
      case 1 ->
          new UdpRequest.Announce(
              random.nextLong(),
              random.nextInt(),
              AnyAnnounce.udpRequest(random),
              random.nextBoolean() ? "" : "/announce?" + "k".repeat(random.nextInt(600)));
      default ->
          new UdpRequest.Scrape(random.nextLong(), random.nextInt(), AnyAnnounce.hashes(random));
    };
  }

  private static UdpResponse anyResponse(SplittableRandom random, boolean v6) {
    return switch (random.nextInt(4)) {
      case 0 -> new UdpResponse.Connected(random.nextInt(), random.nextLong());
      case 1 -> new UdpResponse.Announced(random.nextInt(), AnyAnnounce.udpPeers(random, v6));
      case 2 -> {
        List<SwarmCounts> swarms = new ArrayList<>();
        for (int i = random.nextInt(ScrapeQuery.MAX_HASHES + 1); i > 0; i--) {
          swarms.add(AnyAnnounce.counts(random));
        }
        yield new UdpResponse.Scraped(random.nextInt(), swarms);
      }
      default -> new UdpResponse.Failed(random.nextInt(), "reason µ " + random.nextInt());
    };
  }

  private static void bothWays(String hex, UdpRequest request) {
    assertThat(UdpRequestCodec.encode(request)).isEqualTo(bytes(hex));
    assertThat(request(hex)).isEqualTo(request);
  }

  private static void answers(String hex, UdpResponse response, boolean v6) {
    assertThat(UdpResponseCodec.encode(response, v6)).isEqualTo(bytes(hex));
    assertThat(UdpResponseCodec.decode(bytes(hex), v6)).isEqualTo(response);
  }

  private static String target(String options) {
    return ((UdpRequest.Announce) Objects.requireNonNull(request(ANNOUNCE + options))).target();
  }

  private static @Nullable UdpRequest request(String hex) {
    return UdpRequestCodec.decode(bytes(hex));
  }

  private static @Nullable UdpResponse response(String hex) {
    return UdpResponseCodec.decode(bytes(hex), false);
  }

  private static AnnounceResponse.Peers peers(String... endpoints) {
    List<Endpoint> peers = new ArrayList<>();
    for (String endpoint : endpoints) {
      peers.add(endpoint(endpoint));
    }
    return new AnnounceResponse.Peers(1800, 0, 5, 7, peers, null, null, null);
  }

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
