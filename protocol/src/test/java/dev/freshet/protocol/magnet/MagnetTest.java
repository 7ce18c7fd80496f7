package dev.freshet.protocol.magnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagnetTest {
  private static final String HEX = "664ca0d5af4435632184a2de6d7c4ceb4af361cb";
  private static final String V1 = "magnet:?xt=urn:btih:" + HEX;
  private static final String V2_HEX =
      "b467dd4aff2200d4a8d04ca7130abc272bb0b0a81662fb2a9cbd0181d76a75f9";

  /// As libtorrent 2.0.8 prints it for a hybrid torrent.
  private static final String LIBTORRENT =
      V1
          + "&xt=urn:btmh:1220"
          + V2_HEX
          + "&dn=folder&tr=http%3a%2f%2ftracker.example%2fannounce"
          + "&tr=udp%3a%2f%2ftracker.example%3a6969&ws=http%3a%2f%2fseed.example%2f";

  @Test
  void theLinkOfLibtorrentIsRead() throws MetainfoException {
    Magnet magnet = Magnet.parse(LIBTORRENT);
    assertThat(magnet.hashes().v1()).isEqualTo(Hash.parseHex(HEX));
    assertThat(magnet.hashes().v2()).isEqualTo(Hash.parseHex(V2_HEX));
    assertThat(magnet.name()).isEqualTo("folder");
    assertThat(magnet.trackers())
        .containsExactly("http://tracker.example/announce", "udp://tracker.example:6969");
    assertThat(magnet.webSeeds()).containsExactly("http://seed.example/");
    assertThat(Magnet.parse(magnet.toString())).isEqualTo(magnet);
  }

  @Test
  void base32AndOddCaseAreRead() throws MetainfoException {
    String base32 = "MZGKBVNPIQ2WGIMEULPG27CM5NFPGYOL";
    assertThat(Magnet.parse("MAGNET:?xt=URN:BTIH:" + base32).hashes().v1())
        .isEqualTo(Hash.parseHex(HEX));
    assertThat(Magnet.parse("magnet:?xt.1=urn:btih:" + base32.toLowerCase(Locale.ROOT)))
        .isEqualTo(Magnet.parse(V1.replace(HEX, HEX.toUpperCase(Locale.ROOT))));
  }

  @Test
  void aV2LinkIsRead() throws MetainfoException {
    Magnet magnet = Magnet.parse("magnet:?xt=urn:btmh:1220" + V2_HEX);
    assertThat(magnet.hashes().v1()).isNull();
    assertThat(magnet.hashes().v2()).isEqualTo(Hash.parseHex(V2_HEX));
  }

  @Test
  void onlyTheV1HashOfAHybridLinkStandsInAPlainTopic() throws MetainfoException {
    String hybrid = V1 + "&xt.2=urn:btmh:1220" + V2_HEX;
    assertThat(Magnet.parse(hybrid)).isEqualTo(Magnet.parse(hybrid.replace("xt.2", "xt")));
    assertThat(Magnet.parse(hybrid)).hasToString(hybrid);
    String v2 = "magnet:?xt=urn:btmh:1220" + V2_HEX;
    assertThat(Magnet.parse(v2)).hasToString(v2);
  }

  @Test
  void allPartsAreRead() throws MetainfoException {
    Magnet magnet =
        Magnet.parse(
            V1
                + "&dn=a+b%20%C3%A9&xl=123&x.pe=192.0.2.1:6881&x.pe=[2001:db8::1]:6881"
                + "&x.pe=host.example:1&so=0,2,4-6&kt=x&x.pe=%5B2001:db8::2%5D:2&tr.2=udp://x"
                + "&dht=192.0.2.3:4&dht=[2001:db8::3]:5&dht=node.example:6");
    assertThat(magnet.name()).isEqualTo("a b é");
    assertThat(magnet.length()).isEqualTo(123);
    assertThat(magnet.peers()).hasToString("[192.0.2.1:6881, [2001:db8::1]:6881, [2001:db8::2]:2]");
    assertThat(magnet.peerHosts()).containsExactly(new HostPort("host.example", 1));
    assertThat(magnet.nodes()).hasToString("[192.0.2.3:4, [2001:db8::3]:5, node.example:6]");
    assertThat(magnet.select())
        .containsExactly(new Magnet.Range(0, 0), new Magnet.Range(2, 2), new Magnet.Range(4, 6));
    assertThat(magnet.trackers()).containsExactly("udp://x");
    assertThat(Magnet.parse(magnet.toString())).isEqualTo(magnet);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "magnet:",
        "magnet:?",
        "http://example",
        "magnet:?dn=x",
        "magnet:?xt=urn:btih:",
        "magnet:?xt=urn:btih:664ca0",
        "magnet:?xt=urn:btih:664ca0d5af4435632184a2de6d7c4ceb4af361cg",
        "magnet:?xt=urn:btih:MZGKBVNPIQ2WGIMEULPG27CM5NFPGYO1",
        "magnet:?xt=urn:btmh:1220664ca0d5af4435632184a2de6d7c4ceb4af361cb",
        "magnet:?xt=urn:btmh:1114664ca0d5af4435632184a2de6d7c4ceb4af361cb",
        "magnet:?xt=urn:sha1:MZGKBVNPIQ2WGIMEULPG27CM5NFPGYOL",
        "magnet:?xt=urn:btih:664ca0d5af4435632184a2de6d7c4ceb4af361cb"
            + "&xt=urn:btih:664ca0d5af4435632184a2de6d7c4ceb4af361cc"
      })
  void whatIsNoMagnetLinkIsRefused(String link) {
    assertThatThrownBy(() -> Magnet.parse(link)).isInstanceOf(MetainfoException.class);
  }

  @Test
  void whatIsBrokenBesideTheHashIsLeftOut() throws MetainfoException {
    Magnet magnet =
        Magnet.parse(
            V1
                + "&&=&dn=&xl=-5&xl=x&xl=99999999999999999999&tr=&tr=%20&ws&so=,x,3-2,-1,1-,99999999999"
                + "&x.pe=1.2.3.4&x.pe=1.2.3.4:0&x.pe=1.2.3:80&x.pe=:80&x.pe=a:0&x.pe=a:65536&x.pe=a:x"
                + "&x.pe=a%20b:1&x.pe=[::1:1&dht=&dht=x&dht=x:0&dht=1.2.3:4&tr="
                + "x".repeat(2049));
    assertThat(magnet).isEqualTo(Magnet.parse(V1));
  }

  @Test
  void entriesAreCountedOnceAndBounded() throws MetainfoException {
    StringBuilder link = new StringBuilder(V1);
    for (int i = 0; i < 1000; i++) {
      link.append("&tr=http://").append(i / 2).append("&ws=http://").append(i / 2);
      link.append("&x.pe=192.0.2.1:").append(i / 2 + 1).append("&x.pe=h").append(i).append(":1");
      link.append("&so=").append(i / 2).append("&dht=n").append(i / 2).append(":1");
    }
    Magnet magnet = Magnet.parse(link.toString());
    assertThat(magnet.trackers()).hasSize(64).doesNotHaveDuplicates();
    assertThat(magnet.webSeeds()).hasSize(64);
    assertThat(magnet.peers().size() + magnet.peerHosts().size()).isEqualTo(64);
    assertThat(magnet.select()).hasSize(64);
    assertThat(magnet.nodes()).hasSize(64).doesNotHaveDuplicates();
    assertThatThrownBy(() -> Magnet.parse(V1 + "&".repeat(1 << 20)))
        .isInstanceOf(MetainfoException.class);
  }

  @Test
  void aPercentSignWithoutDigitsStandsForItself() throws MetainfoException {
    assertThat(Magnet.parse(V1 + "&dn=100%&tr=a%zz%4").name()).isEqualTo("100%");
    assertThat(Magnet.parse(V1 + "&dn=100%&tr=a%zz%4").trackers()).containsExactly("a%zz%4");
  }

  @Test
  void linksReadBackAsTheyWere() throws MetainfoException {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Magnet magnet =
          new Magnet(
              Magnet.parse(seed % 2 == 0 ? V1 : LIBTORRENT).hashes(),
              text(random),
              random.nextInt(1000),
              List.of("http://" + text(random)),
              List.of("http://" + text(random), "ftp://x"),
              List.of(new Endpoint(IpAddress.v4(random.nextInt()), random.nextInt(1, 65536))),
              List.of(new HostPort("host-1.example", random.nextInt(1, 65536))),
              List.of(
                  new HostPort("2001:db8::1", random.nextInt(1, 65536)),
                  new HostPort("router.example", 6881)),
              List.of(new Magnet.Range(3, 3), new Magnet.Range(5, 9)));
      assertThat(Magnet.parse(magnet.toString())).as("seed " + seed).isEqualTo(magnet);
    }
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(
          random.nextBoolean() ? random.nextInt(' ' + 1, 0x7f) : random.nextInt(0xa1, 0xd000));
    }
    return text.append('x').toString();
  }

  @Test
  void mutatedLinksAreReadOrRefusedButNeverCrash() {
    String full = LIBTORRENT + "&xl=5&x.pe=192.0.2.1:6881&x.pe=h.example:80&so=0,2-5";
    int refused = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder link = new StringBuilder(full);
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        int at = random.nextInt(link.length());
        link.setCharAt(at, "%&=:.-[]0a\u00e9\ud800".charAt(random.nextInt(12)));
      }
      try {
        Magnet magnet = Magnet.parse(link.toString());
        assertThat(Magnet.parse(magnet.toString()).hashes()).isEqualTo(magnet.hashes());
      } catch (MetainfoException declared) {
        refused++;
      } catch (RuntimeException crash) {
        throw new AssertionError("seed " + seed + " " + link, crash);
      }
    }
    assertThat(refused).isBetween(2_000, 19_999);
  }
}
