package dev.freshet.protocol.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnnounceBodyTest {
  private static final AnnounceResponse.Peers TWO =
      new AnnounceResponse.Peers(
          1800,
          60,
          5,
          7,
          List.of(endpoint("1.2.3.4:258"), endpoint("[2001:db8::1]:6881")),
          IpAddress.parse("9.8.7.6"),
          "abc",
          "slow down");

  @Test
  void theCompactFormIsThatOfBep23And7And24() {
    assertThat(latin(AnnounceBody.compact(TWO)))
        .isEqualTo(
            "d8:completei5e11:external ip4:\t\b\u0007\u0006"
                + "10:incompletei7e8:intervali1800e12:min intervali60e"
                + "5:peers6:\u0001\u0002\u0003\u0004\u0001\u0002"
                + "6:peers618: \u0001\r\u00b8\0\0\0\0\0\0\0\0\0\0\0\u0001\u001a\u00e1"
                + "10:tracker id3:abc15:warning message9:slow downe");
  }

  @Test
  void thePlainFormIsThatOfBep3() {
    AnnounceResponse bare =
        new AnnounceResponse.Peers(1800, 0, -1, -1, TWO.peers(), null, null, null);
    PeerId id = PeerId.of("-FH0100-bbbbbbbbbbbb".getBytes(StandardCharsets.US_ASCII));
    assertThat(latin(AnnounceBody.plain(bare, List.of(id, id))))
        .isEqualTo(
            "d8:intervali1800e5:peersl"
                + "d2:ip7:1.2.3.47:peer id20:-FH0100-bbbbbbbbbbbb4:porti258ee"
                + "d2:ip11:2001:db8::17:peer id20:-FH0100-bbbbbbbbbbbb4:porti6881eeee");
    assertThat(latin(AnnounceBody.plain(bare, List.of())))
        .contains("d2:ip7:1.2.3.44:porti258ee")
        .doesNotContain("peer id");
    assertThatThrownBy(() -> AnnounceBody.plain(bare, List.of(id)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyAnswerIsReadBackAsItWasWritten() throws AnnounceException {
    for (long seed = 0; seed < 5_000; seed++) {
      AnnounceResponse.Peers peers = AnyAnnounce.peers(new SplittableRandom(seed));
      assertThat(AnnounceBody.decode(AnnounceBody.compact(peers)))
          .as("seed %d", seed)
          .isEqualTo(peers);
      assertThat(AnnounceBody.decode(AnnounceBody.plain(peers, List.of())))
          .as("seed %d", seed)
          .isEqualTo(peers);
    }
  }

  @Test
  void aRefusalIsReadInBothForms() throws AnnounceException {
    AnnounceResponse refused = new AnnounceResponse.Refused("unregistered torrent");
    assertThat(latin(AnnounceBody.compact(refused)))
        .isEqualTo("d14:failure reason20:unregistered torrente");
    assertThat(AnnounceBody.decode(AnnounceBody.compact(refused))).isEqualTo(refused);
    assertThat(AnnounceBody.plain(refused, List.of())).isEqualTo(AnnounceBody.compact(refused));
  }

  @Test
  void textIsCleanedAndCut() throws AnnounceException {
    assertThat(decode("d14:failure reason9:\u001b[2Jno\r\n\u0007e"))
        .isEqualTo(new AnnounceResponse.Refused("[2Jno"));
    assertThat(decode("d14:failure reason0:e"))
        .isEqualTo(new AnnounceResponse.Refused("no reason given"));
    assertThat(decode("d14:failure reason1000:" + "x".repeat(1000) + "e"))
        .isEqualTo(new AnnounceResponse.Refused("x".repeat(256)));
    assertThat(peers("d15:warning message3:a\nb10:tracker id1:\ne").warning()).isEqualTo("ab");
    assertThat(peers("d10:tracker id1:\ne").trackerId()).isNull();
  }

  @Test
  void absurdNumbersAreClamped() throws AnnounceException {
    AnnounceResponse.Peers high =
        peers("d8:completei99999999999e8:intervali99999999999e12:min intervali99999999999ee");
    assertThat(high.seeds()).isEqualTo(Integer.MAX_VALUE);
    assertThat(high.intervalSeconds()).isEqualTo(604800);
    assertThat(high.minIntervalSeconds()).isEqualTo(604800);
    AnnounceResponse.Peers low =
        peers("d8:completei-9e10:incompletei-9e8:intervali-9e12:min intervali-9ee");
    assertThat(low)
        .isEqualTo(new AnnounceResponse.Peers(0, 0, -1, -1, List.of(), null, null, null));
  }

  @Test
  void peersThatNobodyCanConnectToAreDropped() throws AnnounceException {
    assertThat(
            peers(
                    "d5:peers24:\u0001\u0002\u0003\u0004\0\0\0\0\0\0\0\u0001"
                        + "\u00e0\0\0\u0001\0\u0001\u0001\u0002\u0003\u0004\0\u0001e")
                .peers())
        .containsExactly(endpoint("1.2.3.4:1"));
    assertThat(
            peers(
                    "d5:peersld2:ip7:1.2.3.44:porti0eed2:ip7:1.2.3.44:porti65537ee"
                        + "d2:ip9:localhost4:porti1eed4:porti1eei7eld2:ip7:1.2.3.44:porti9ee"
                        + "ed2:ip7:1.2.3.44:porti5eeee")
                .peers())
        .containsExactly(endpoint("1.2.3.4:5"));
  }

  @Test
  void peersSaidTwiceAreKeptOnceAndOnlySoManyAtAll() throws AnnounceException {
    String peer = "\u0001\u0002\u0003\u0004\0\u0001";
    assertThat(peers("d5:peers18:" + peer.repeat(3) + "e").peers()).hasSize(1);
    StringBuilder many = new StringBuilder("d5:peers18000:");
    for (int i = 0; i < 3000; i++) {
      many.append("\u0001\u0002")
          .append((char) (i >> 8))
          .append((char) (i & 0xff))
          .append("\0\u0001");
    }
    String v6 = " \u0001" + "\0".repeat(14) + "\0\u0001";
    assertThat(peers(many + "6:peers618:" + v6 + "e").peers()).hasSize(2000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "le",
        "i1e",
        "<html>404</html>",
        "d",
        "d8:intervali1e",
        "d5:peers5:12345e",
        "d6:peers617:12345678901234567e",
        "d5:peersi1ee",
        "d5:peersdee",
        "d8:intervali1800ee5:peers0:e",
        "d5:peers999999999:xe",
        "d8:intervali01ee"
      })
  void whatIsNoTrackersAnswerIsRefused(String body) {
    assertThatThrownBy(() -> decode(body)).isInstanceOf(AnnounceException.class);
  }

  @Test
  void bombsAreRefused() {
    assertThatThrownBy(() -> decode("l".repeat(100_000))).isInstanceOf(AnnounceException.class);
    assertThatThrownBy(() -> decode("d5:peersl" + "de".repeat(200_000) + "ee"))
        .isInstanceOf(AnnounceException.class);
    assertThatThrownBy(() -> decode("d5:peers1200000:" + "x".repeat(1_200_000) + "e"))
        .isInstanceOf(AnnounceException.class);
  }

  @Test
  void changedAndTruncatedBodiesAreReadOrRefusedButNeverThrowAnythingElse() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AnnounceResponse.Peers peers = AnyAnnounce.peers(random);
      byte[] body =
          random.nextBoolean() ? AnnounceBody.compact(peers) : AnnounceBody.plain(peers, List.of());
      for (int i = random.nextInt(4); i > 0; i--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      int length = random.nextBoolean() ? body.length : random.nextInt(body.length);
      try {
        AnnounceResponse response = AnnounceBody.decode(Arrays.copyOf(body, length));
        assertThat(AnnounceBody.decode(AnnounceBody.compact(response)))
            .as("seed %d", seed)
            .hasSameClassAs(response);
      } catch (AnnounceException refused) {
        assertThat(Objects.requireNonNull(refused.getMessage())).isNotEmpty();
      }
    }
  }

  private static AnnounceResponse.Peers peers(String body) throws AnnounceException {
    return (AnnounceResponse.Peers) decode(body);
  }

  private static AnnounceResponse decode(String body) throws AnnounceException {
    return AnnounceBody.decode(body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String latin(byte[] body) {
    return new String(body, StandardCharsets.ISO_8859_1);
  }

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }
}
