package dev.freshet.protocol.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScrapeTest {
  private static final Hash HASH =
      Hash.of("aaaaaaaaaaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII));

  @Test
  void theUrlNamesEveryTorrent() throws AnnounceException {
    Hash other = Hash.of("bbbbbbbbbbbbbbbbbbb/".getBytes(StandardCharsets.US_ASCII));
    assertThat(
            ScrapeQuery.url(
                TrackerUrl.parse("http://t.example/announce?k=v"), List.of(HASH, other)))
        .isEqualTo(
            "http://t.example/scrape?k=v&info_hash=aaaaaaaaaaaaaaaaaaaa"
                + "&info_hash=bbbbbbbbbbbbbbbbbbb%2F");
    assertThat(ScrapeQuery.url(TrackerUrl.parse("http://t.example/a"), List.of(HASH))).isNull();
    assertThat(ScrapeQuery.url(TrackerUrl.parse("udp://t.example:1/announce"), List.of(HASH)))
        .isNull();
  }

  @Test
  void everyScrapeIsReadBackAsItWasWritten() throws AnnounceException {
    TrackerUrl tracker = TrackerUrl.parse("http://t.example/announce");
    for (long seed = 0; seed < 1_000; seed++) {
      List<Hash> hashes = AnyAnnounce.hashes(new SplittableRandom(seed));
      String url = Objects.requireNonNull(ScrapeQuery.url(tracker, hashes));
      assertThat(ScrapeQuery.parse(url.substring(url.indexOf('?') + 1)))
          .as("seed %d", seed)
          .isEqualTo(hashes);
    }
  }

  @Test
  void noneTooManyAndWrongHashesAreRefused() {
    String one = "info_hash=aaaaaaaaaaaaaaaaaaaa&";
    assertThatThrownBy(() -> ScrapeQuery.parse("")).hasMessage("no info_hash");
    assertThatThrownBy(() -> ScrapeQuery.parse(one.repeat(75))).hasMessage("too many info_hash");
    assertThatThrownBy(() -> ScrapeQuery.parse(one + "info_hash=a"))
        .hasMessage("info_hash of 1 bytes");
    assertThatThrownBy(() -> ScrapeQuery.parse(one + "info_hash"))
        .hasMessage("info_hash of 0 bytes");
    TrackerUrl tracker = new TrackerUrl(TrackerUrl.Scheme.HTTP, "t.example", 80, "/announce");
    assertThatThrownBy(() -> ScrapeQuery.url(tracker, Collections.nCopies(75, HASH)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theBodyIsThatOfBep48() throws AnnounceException {
    SortedMap<Hash, SwarmCounts> swarms = new TreeMap<>();
    swarms.put(HASH, new SwarmCounts(5, 50, 10));
    ScrapeResponse counts = new ScrapeResponse.Counts(swarms);
    String body =
        "d5:filesd20:aaaaaaaaaaaaaaaaaaaad8:completei5e10:downloadedi50e10:incompletei10eeee";
    assertThat(latin(ScrapeBody.encode(counts))).isEqualTo(body);
    assertThat(decode(body)).isEqualTo(counts);
  }

  @Test
  void everyBodyIsReadBackAsItWasWritten() throws AnnounceException {
    for (long seed = 0; seed < 1_000; seed++) {
      ScrapeResponse counts = counts(new SplittableRandom(seed));
      assertThat(ScrapeBody.decode(ScrapeBody.encode(counts)))
          .as("seed %d", seed)
          .isEqualTo(counts);
    }
    ScrapeResponse refused = new ScrapeResponse.Refused("not now");
    assertThat(ScrapeBody.decode(ScrapeBody.encode(refused))).isEqualTo(refused);
  }

  @Test
  void strangeEntriesAreSkippedAndNumbersClamped() throws AnnounceException {
    assertThat(
            decode(
                "d5:filesd3:abcd8:completei5ee20:aaaaaaaaaaaaaaaaaaaad8:completei-5e"
                    + "10:downloadedi99999999999ee20:bbbbbbbbbbbbbbbbbbbbi7eee"))
        .isEqualTo(
            new ScrapeResponse.Counts(
                new TreeMap<>(
                    Collections.singletonMap(HASH, new SwarmCounts(0, Integer.MAX_VALUE, 0)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "de", "d5:filesle", "d5:filesi1ee", "<html>"})
  void whatIsNoAnswerIsRefused(String body) {
    assertThatThrownBy(() -> decode(body)).isInstanceOf(AnnounceException.class);
  }

  @Test
  void changedBodiesAreReadOrRefusedButNeverThrowAnythingElse() {
    for (long seed = 0; seed < 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] body = ScrapeBody.encode(counts(random));
      for (int i = random.nextInt(4); i > 0; i--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      int length = random.nextBoolean() ? body.length : random.nextInt(body.length);
      try {
        assertThat(ScrapeBody.decode(Arrays.copyOf(body, length))).isNotNull();
      } catch (AnnounceException refused) {
        assertThat(Objects.requireNonNull(refused.getMessage())).isNotEmpty();
      }
    }
  }

  private static ScrapeResponse counts(SplittableRandom random) {
    SortedMap<Hash, SwarmCounts> swarms = new TreeMap<>();
    AnyAnnounce.hashes(random).forEach(hash -> swarms.put(hash, AnyAnnounce.counts(random)));
    return new ScrapeResponse.Counts(swarms);
  }

  private static ScrapeResponse decode(String body) throws AnnounceException {
    return ScrapeBody.decode(body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String latin(byte[] body) {
    return new String(body, StandardCharsets.ISO_8859_1);
  }
}
