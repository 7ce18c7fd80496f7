package dev.freshet.protocol.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.IpAddress;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrackerUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://tracker.example/announce, HTTP, tracker.example, 80, /announce",
    "https://tracker.example/announce, HTTPS, tracker.example, 443, /announce",
    "HTTP://Tracker.Example:8080/A?b=C, HTTP, tracker.example, 8080, /A?b=C",
    "http://tracker.example, HTTP, tracker.example, 80, /",
    "http://tracker.example?key=1, HTTP, tracker.example, 80, /?key=1",
    "http://tracker.example:80/x%2Fy/announce?a=b/c?d, HTTP, tracker.example, 80,"
        + " /x%2Fy/announce?a=b/c?d",
    "udp://tracker.example:6969, UDP, tracker.example, 6969, ''",
    "udp://tracker.example:6969/announce, UDP, tracker.example, 6969, /announce",
    "udp://tracker.example:6969?a, UDP, tracker.example, 6969, /?a",
    "http://192.0.2.1:6969/announce, HTTP, 192.0.2.1, 6969, /announce",
    "udp://[2001:DB8::1]:6969/announce, UDP, 2001:db8::1, 6969, /announce",
    "http://[2001:db8::1]/announce, HTTP, 2001:db8::1, 80, /announce",
    "http://a_b-c.d1/announce, HTTP, a_b-c.d1, 80, /announce",
    "http://localhost:1/announce, HTTP, localhost, 1, /announce"
  })
  void urlsAreTakenApart(String url, TrackerUrl.Scheme scheme, String host, int port, String target)
      throws AnnounceException {
    TrackerUrl expected = new TrackerUrl(scheme, host, port, target);
    assertThat(TrackerUrl.parse(url)).isEqualTo(expected);
    assertThat(TrackerUrl.parse(expected.toString())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tracker.example",
        "//tracker.example/",
        "ftp://tracker.example/",
        "file:///etc/passwd",
        "wss://tracker.example/",
        "http:/tracker.example/",
        "http:tracker.example",
        "http://",
        "http:///announce",
        "http://:80/announce",
        "http://?x",
        "udp://tracker.example",
        "udp://tracker.example/announce",
        "udp://tracker.example:0/",
        "http://tracker.example:/",
        "http://tracker.example:65536/",
        "http://tracker.example:-1/",
        "http://tracker.example:+1/",
        "http://tracker.example:8x/",
        "http://user@tracker.example/",
        "http://u:p@tracker.example/",
        "http://tracker.example/#part",
        "http://tracker.example#part",
        "http://tracker example/",
        "http://tracker.example/a b",
        "http://tracker.example/\r\nHost: x",
        "http://tracker.example/\t",
        "http://tracker.example/\u0000",
        "http://tr\u00e4cker.example/",
        "http://tracker.example/\u00e4",
        "http://tracker.example/%",
        "http://tracker.example/%2",
        "http://tracker.example/%zz",
        "http://tracker.example/{}",
        "http://tracker.example/a\\b",
        "http://tracker.example/<>",
        "http://tracker.example\\@evil.example/",
        "http://.example/",
        "http://a..example/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://1.2.3.4.5/",
        "http://1.2.3.256/",
        "http://1.2.3.4./",
        "http://2001:db8::1/",
        "http://[2001:db8::1/",
        "http://2001:db8::1]/",
        "http://[1.2.3.4]/",
        "http://[fe80::1%25eth0]/",
        "http://[]/",
        "http://[::1]x/",
        "http://[::1]x:80/"
      })
  void everythingElseIsRefusedWithAReason(String url) {
    assertThatThrownBy(() -> TrackerUrl.parse(url))
        .isInstanceOf(AnnounceException.class)
        .message()
        .isNotEmpty()
        .matches("\\P{Cntrl}*");
  }

  @Test
  void longUrlsAndNamesAreRefused() throws AnnounceException {
    String url = "http://tracker.example/";
    String longest = url + "x".repeat(TrackerUrl.MAX_LENGTH - url.length());
    assertThat(TrackerUrl.parse(longest)).hasToString(longest);
    assertThatThrownBy(() -> TrackerUrl.parse(longest + "x")).isInstanceOf(AnnounceException.class);
    assertThatThrownBy(() -> TrackerUrl.parse("http://" + "a".repeat(64) + ".example/"))
        .isInstanceOf(AnnounceException.class);
    assertThatThrownBy(() -> TrackerUrl.parse("http://" + "a.".repeat(126) + "ab/"))
        .isInstanceOf(AnnounceException.class);
  }

  @Test
  void aLiteralHostIsAnAddressAndANameIsNot() throws AnnounceException {
    assertThat(TrackerUrl.parse("http://[::1]/").ip()).isEqualTo(IpAddress.parse("::1"));
    assertThat(TrackerUrl.parse("http://192.0.2.1/").ip()).isEqualTo(IpAddress.parse("192.0.2.1"));
    assertThat(TrackerUrl.parse("http://[::ffff:192.0.2.1]/")).hasToString("http://192.0.2.1/");
    assertThat(TrackerUrl.parse("http://localhost/").ip()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://t.example/a, http://t.example/a?x=1",
    "http://t.example/a?, http://t.example/a?x=1",
    "http://t.example/a?k=v, http://t.example/a?k=v&x=1",
    "http://t.example/a?k=v&, http://t.example/a?k=v&x=1"
  })
  void aQueryIsAddedToTheOneThatIsThere(String url, String expected) throws AnnounceException {
    assertThat(TrackerUrl.parse(url).withQuery("x=1")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com/announce, http://example.com/scrape",
    "http://example.com/x/announce, http://example.com/x/scrape",
    "http://example.com/announce.php, http://example.com/scrape.php",
    "http://example.com/a,",
    "http://example.com/announce?x2%0644, http://example.com/scrape?x2%0644",
    "http://example.com/announce?x=2/4,",
    "http://example.com/x%064announce,",
    "http://example.com/announce/key,",
    "http://example.com,"
  })
  void theScrapeUrlIsThatOfBep48(String url, String scrape) throws AnnounceException {
    TrackerUrl found = TrackerUrl.parse(url).scrape();
    assertThat(found == null ? null : found.toString()).isEqualTo(scrape);
  }

  @Test
  void changedUrlsAreTakenApartTheSameWayAgainOrRefused() {
    String base = "http://[2001:db8::1]:6969/announce?passkey=%20a&b=c";
    String signs = "\u0000 /?#@:[]%&.-x7\u00e9";
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder text = new StringBuilder(base).delete(0, random.nextInt(2) * 7);
      for (int i = random.nextInt(5); i > 0; i--) {
        text.setCharAt(random.nextInt(text.length()), signs.charAt(random.nextInt(signs.length())));
      }
      text.setLength(random.nextInt(text.length() + 1));
      try {
        TrackerUrl url = TrackerUrl.parse(text.toString());
        assertThat(TrackerUrl.parse(url.toString())).as("seed %d", seed).isEqualTo(url);
      } catch (AnnounceException refused) {
        assertThat(Objects.requireNonNull(refused.getMessage())).isNotEmpty();
      }
    }
  }
}
