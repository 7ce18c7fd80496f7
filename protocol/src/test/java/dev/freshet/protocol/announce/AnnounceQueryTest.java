package dev.freshet.protocol.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnnounceQueryTest {
  private static final String HASH = "%124Vx%9a%bc%de%f1%23Eg%89%ab%cd%ef%124Vx%9a";
  private static final String NEEDED =
      "info_hash=" + HASH + "&peer_id=-FH0100-bbbbbbbbbbbb&port=6881&left=0";

  @Test
  void theUrlCarriesEverythingAndKeepsTheTrackersOwnQuery() throws AnnounceException {
    AnnounceRequest request =
        new AnnounceRequest(
            Hash.parseHex("123456789abcdef123456789abcdef123456789a"),
            PeerId.of("-FH0100-bb~_.b/ bbb+".getBytes(StandardCharsets.US_ASCII)),
            6881,
            1,
            2,
            Long.MAX_VALUE,
            AnnounceEvent.STARTED,
            0xcafe,
            50,
            true,
            IpAddress.parse("2001:db8::1"),
            "a&b µ");
    assertThat(AnnounceQuery.url(TrackerUrl.parse("http://t.example/announce?passkey=k"), request))
        .isEqualTo(
            "http://t.example/announce?passkey=k"
                + "&info_hash=%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF%124Vx%9A"
                + "&peer_id=-FH0100-bb~_.b%2F%20bbb%2B&port=6881&uploaded=1&downloaded=2"
                + "&left=9223372036854775807&compact=1&key=0000CAFE&numwant=50&event=started"
                + "&ip=2001%3Adb8%3A%3A1&trackerid=a%26b%20%C2%B5");
  }

  @Test
  void everyRequestIsReadBackAsItWasWritten() throws AnnounceException {
    TrackerUrl tracker = TrackerUrl.parse("http://t.example/announce");
    for (long seed = 0; seed < 5_000; seed++) {
      AnnounceRequest request = AnyAnnounce.request(new SplittableRandom(seed));
      String url = AnnounceQuery.url(tracker, request);
      assertThat(AnnounceQuery.parse(url.substring(url.indexOf('?') + 1)))
          .as("seed %d", seed)
          .isEqualTo(request);
    }
  }

  @Test
  void whatMayBeAbsentHasADefault() throws AnnounceException {
    assertThat(AnnounceQuery.parse("&&" + NEEDED + "&unknown=1&flag&event=&key=&trackerid="))
        .isEqualTo(
            new AnnounceRequest(
                Hash.parseHex("123456789abcdef123456789abcdef123456789a"),
                PeerId.of("-FH0100-bbbbbbbbbbbb".getBytes(StandardCharsets.US_ASCII)),
                6881,
                0,
                0,
                0,
                AnnounceEvent.NONE,
                0,
                -1,
                true,
                null,
                null));
  }

  @Test
  void numbersAreClampedAndStrangeValuesAreTaken() throws AnnounceException {
    AnnounceRequest request =
        AnnounceQuery.parse(
            NEEDED
                + "&uploaded=18446744073709551615&downloaded=9223372036854775808&numwant=99999999999"
                + "&key=not-hex!&event=paused&ip=localhost&compact=0");
    assertThat(request.uploaded()).isEqualTo(Long.MAX_VALUE);
    assertThat(request.downloaded()).isEqualTo(Long.MAX_VALUE);
    assertThat(request.wanted()).isEqualTo(Integer.MAX_VALUE);
    assertThat(request.key()).isNotZero();
    assertThat(request.event()).isEqualTo(AnnounceEvent.NONE);
    assertThat(request.claimedIp()).isNull();
    assertThat(request.compact()).isFalse();
    assertThat(AnnounceQuery.parse(NEEDED + "&numwant=-5").wanted()).isEqualTo(-1);
    assertThat(AnnounceQuery.parse(NEEDED + "&numwant=").wanted()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"info_hash, no info_hash", "peer_id, no peer_id", "port, no port", "left, no left"})
  void aMissingParameterIsNamed(String name, String reason) {
    String query = NEEDED.replace(name + "=", "x=");
    assertThatThrownBy(() -> AnnounceQuery.parse(query))
        .isInstanceOf(AnnounceException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&info_hash=" + HASH,
        "&peer_id=x",
        "&port=1",
        "&left=1",
        "&uploaded=-1",
        "&uploaded=",
        "&uploaded=1x",
        "&uploaded=123456789012345678901",
        "&downloaded=%31%00",
        "&numwant=x",
        "&x=%",
        "&x=%2",
        "&x=%zz",
        "&x=\u00e4",
        "&x= ",
        "&x=\n",
        "&%=1",
        "&ip=1.2.3.4&ip=1.2.3.4"
      })
  void wrongParametersAreRefused(String more) {
    assertThatThrownBy(() -> AnnounceQuery.parse(NEEDED + more))
        .isInstanceOf(AnnounceException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&",
        "=",
        "port=65536&left=0&info_hash=" + HASH + "&peer_id=-FH0100-bbbbbbbbbbbb",
        "port=1&left=0&info_hash=" + HASH + "x&peer_id=-FH0100-bbbbbbbbbbbb",
        "port=1&left=0&info_hash=" + HASH + "&peer_id=-FH0100-bbbbbbbbbbb"
      })
  void wrongQueriesAreRefused(String query) {
    assertThatThrownBy(() -> AnnounceQuery.parse(query)).isInstanceOf(AnnounceException.class);
  }

  @Test
  void hugeQueriesAreRefused() {
    assertThatThrownBy(() -> AnnounceQuery.parse(NEEDED + "&x=" + "1".repeat(9000)))
        .hasMessageContaining("characters");
    assertThatThrownBy(() -> AnnounceQuery.parse(NEEDED + "&x".repeat(130)))
        .hasMessage("more than 128 parameters");
  }

  @Test
  void changedQueriesAreReadOrRefusedButNeverThrowAnythingElse() throws AnnounceException {
    TrackerUrl tracker = TrackerUrl.parse("http://t.example/announce");
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String url = AnnounceQuery.url(tracker, AnyAnnounce.request(random));
      StringBuilder query = new StringBuilder(url.substring(url.indexOf('?') + 1));
      for (int i = random.nextInt(4); i > 0; i--) {
        query.setCharAt(random.nextInt(query.length()), (char) random.nextInt(256));
      }
      query.setLength(random.nextInt(query.length() + 1));
      try {
        assertThat(AnnounceQuery.parse(query.toString()).infoHash().length()).isEqualTo(20);
      } catch (AnnounceException refused) {
        assertThat(Objects.requireNonNull(refused.getMessage())).isNotEmpty();
      }
    }
  }
}
