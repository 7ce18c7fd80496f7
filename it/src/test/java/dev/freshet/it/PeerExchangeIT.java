package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Peers found by peer exchange alone (BEP 11): who fetches knows nobody but one that has nothing.
@Execution(ExecutionMode.CONCURRENT)
final class PeerExchangeIT {
  private record Setting(Content content, Path origin, Torrent torrent, String seed) {
    /// A libtorrent seed, and nobody who knows of it yet.
    static Setting on(Stage stage) throws Exception {
      Path origin = stage.folder("origin");
      Content content = Content.file(origin, "one.iso", 3_000_000, 11);
      Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
      String seed = address(stage, Client.HOST);
      Child child = libtorrent(stage, origin, seed, torrent);
      stage.until("the seed's readiness", () -> child.out().contains("SEEDING"), child);
      return new Setting(content, origin, torrent, seed);
    }
  }

  private static String address(Stage stage, String host) {
    return host + ":" + stage.port();
  }

  private static Child libtorrent(
      Stage stage, Path folder, String address, Torrent torrent, String... more) {
    List<Object> words = new ArrayList<>(List.of(folder, address, torrent.file()));
    words.addAll(List.of(more));
    return stage.start("libtorrent", Python.script(stage, "peer.py", words.toArray()));
  }

  @Test
  void libtorrentTellsFreshetOfTheSeed() throws Exception {
    Stage.play(
        "told by libtorrent",
        stage -> {
          Setting setting = Setting.on(stage);
          String hub = address(stage, Client.HOST);
          libtorrent(stage, stage.folder("hub"), hub, setting.torrent(), setting.seed(), "--hub");
          Path target = stage.folder("target");
          Child get =
              Program.start(
                  stage,
                  "get",
                  setting.torrent().file().toString(),
                  "--dir",
                  target.toString(),
                  "--peer",
                  hub);
          stage.awaitExit(get, 0);
          assertThat(setting.content().missing(target)).isEmpty();
        });
  }

  @Test
  void freshetTellsLibtorrentOfTheSeed() throws Exception {
    Stage.play(
        "told by Freshet",
        stage -> {
          Setting setting = Setting.on(stage);
          Path target = stage.folder("target");
          String called = address(stage, Client.HOST);
          Child fetcher = libtorrent(stage, target, called, setting.torrent());
          Child hub =
              Program.start(
                  stage,
                  "get",
                  setting.torrent().file().toString(),
                  "--dir",
                  stage.folder("hub").toString(),
                  "--max-down",
                  "1kB/s",
                  "--peer",
                  setting.seed(),
                  "--peer",
                  called);
          stage.until("all files at the other", () -> setting.content().in(target), fetcher, hub);
          assertThat(setting.content().missing(target)).isEmpty();
          assertThat(hub.out()).as("the hub is not complete").isEmpty();
        });
  }
}
