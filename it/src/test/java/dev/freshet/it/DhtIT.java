package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A DHT of a few nodes of libtorrent's and of ours, and magnet links with nothing in them but the
/// info-hash.
@Execution(ExecutionMode.CONCURRENT)
final class DhtIT {
  private static final Pattern STORED = Pattern.compile("STORED ([0-9a-f]{40})");

  private static Child libtorrent(Stage stage, String at, String begin, Object... words) {
    List<Object> all = new ArrayList<>(List.of(at, begin));
    all.addAll(List.of(words));
    return stage.start("libtorrent", Python.script(stage, "dht.py", all.toArray()));
  }

  private static String address(Stage stage) {
    return Client.HOST + ":" + stage.port();
  }

  /// So many libtorrent nodes that know each other; the address of the first. Each begins when the
  /// first listens and knows those before it: a node that is told of nobody when it begins does not
  /// ask again.
  private static String nodes(Stage stage, int count) {
    String first = address(stage);
    Child begin = libtorrent(stage, first, "");
    stage.until("a node to begin at", () -> begin.out().contains("LISTENING"), begin);
    for (int i = 1; i < count; i++) {
      libtorrent(stage, address(stage), first);
      String known = "TABLE " + i;
      stage.until("a first node that knows " + i, () -> begin.out().contains(known), begin);
    }
    return first;
  }

  private static Child freshet(Stage stage, String begin, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--dht-bootstrap", begin, "--no-pex"));
    return Program.start(stage, all.toArray(String[]::new));
  }

  @Test
  void freshetFetchesWhatLibtorrentAnnounces() throws Exception {
    Stage.play(
        "announced by libtorrent",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "one.iso", 3_000_000, 21);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          String begin = nodes(stage, 4);
          Child seed = libtorrent(stage, address(stage), begin, "seed", torrent.file(), origin);
          stage.until("the seed's readiness", () -> seed.out().contains("SEEDING"), seed);
          Path target = stage.folder("target");
          Child get =
              freshet(stage, begin, "get", torrent.magnet("", ""), "--dir", target.toString());
          stage.awaitExit(get, 0);
          assertThat(content.missing(target)).isEmpty();
        });
  }

  @Test
  void libtorrentFetchesWhatFreshetAnnounces() throws Exception {
    Stage.play(
        "announced by Freshet",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "one.iso", 3_000_000, 22);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          String begin = nodes(stage, 4);
          String file = torrent.file().toString();
          Child seed = freshet(stage, begin, "seed", file, "--dir", origin.toString());
          Path target = stage.folder("target");
          Child get =
              libtorrent(stage, address(stage), begin, "get", torrent.magnet("", ""), target);
          stage.until("all files at the other", () -> content.in(target), get, seed);
          assertThat(content.missing(target)).isEmpty();
        });
  }

  @Test
  void freshetAloneKeepsItemsForOthers() throws Exception {
    Stage.play(
        "kept by Freshet",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "one.iso", 1_000_000, 23);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.V1, "");
          String file = torrent.file().toString();
          String port = String.valueOf(stage.port());
          String begin = Client.HOST + ":" + port;
          // nobody to begin at: the others come to it
          Child keeper =
              freshet(stage, begin, "seed", file, "--dir", origin.toString(), "--port", port);
          stage.until("a keeper", () -> keeper.err().contains("seeding"), keeper);
          Child putter = libtorrent(stage, address(stage), begin, "put", "kept by Freshet");
          stage.until("a put", () -> STORED.matcher(putter.out()).find(), keeper, putter);
          Matcher stored = STORED.matcher(putter.out());
          assertThat(stored.find()).isTrue();
          putter.kill();
          Child getter = libtorrent(stage, address(stage), begin, "fetch", stored.group(1));
          stage.until("the item", () -> getter.out().contains("ITEM"), keeper, getter);
          assertThat(getter.out()).contains("kept by Freshet");
        });
  }
}
