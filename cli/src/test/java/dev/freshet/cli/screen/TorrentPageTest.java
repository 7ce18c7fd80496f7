package dev.freshet.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.source.Torrents;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TorrentPageTest {
  private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void aTorrentIsShownInOnePage() {
    Metainfo small = Torrents.small("a.iso");
    String hash = small.info().hashes().primary().hex();
    assertThat(TorrentPage.lines(small, false))
        .containsExactly(
            "a.iso",
            "  info-hash v1  " + hash,
            "  size          40.0 kB (40,000 bytes) in 1 file",
            "  pieces        3 of 16 KiB",
            "  private       no",
            "  tracker       http://tracker.example/announce",
            "  comment       a\ufffdcomment",
            "  created by    freshet",
            "  created       2001-09-09T01:46:40Z",
            "  magnet        " + Magnet.of(small, List.of()));
  }

  @Test
  void theFirstFilesAreListedAndAllOnRequest() {
    Metainfo folder = Torrents.folder("folder", 100_000);
    assertThat(TorrentPage.lines(folder, false))
        .hasSize(32)
        .contains("   1       10 B  sub/f000000", "  20       10 B  sub/f000019")
        .endsWith("  and 99980 more; --files lists them all");
    assertThat(TorrentPage.lines(folder, true))
        .hasSize(100_011)
        .endsWith("  100000       10 B  sub/f099999");
  }

  @Test
  void machinesGetRawNumbers() {
    String json = TorrentPage.json(Torrents.folder("folder", 2), true).toString();
    assertThat(json)
        .contains(
            "\"size\":20,\"files\":2,\"pieces\":1,\"piece_size\":16384,\"private\":false",
            "\"file_list\":[{\"path\":[\"sub\",\"f000000\"],\"size\":10},{");
    assertThat(TorrentPage.json(Torrents.folder("folder", 2), false).toString())
        .doesNotContain("file_list");
  }

  @Test
  void aMagnetLinkShowsWhatItSays() throws MetainfoException {
    Magnet magnet = Magnet.parse("magnet:?xt=urn:btih:" + HASH + "&dn=n&xl=1000&x.pe=192.0.2.1:5");
    assertThat(TorrentPage.lines(magnet))
        .isEqualTo(
            List.of(
                "n",
                "  info-hash v1  " + HASH,
                "  size          1.00 kB as the link claims",
                "  peer          192.0.2.1:5",
                "  The rest is known to its peers: freshet get fetches it."));
    assertThat(TorrentPage.json(magnet).toString())
        .startsWith("{\"info_hash_v1\":\"" + HASH + "\",\"info_hash_v2\":null,\"name\":\"n\",");
  }
}
