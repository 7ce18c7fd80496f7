package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Two at home, each behind a router that lets nobody in, and one in the world who knows both, has
/// nothing and fetches nothing: what arrives has come through a hole (BEP 55).
@Execution(ExecutionMode.CONCURRENT)
final class HolepunchIT {
  private static final String WORLD = "9.79.0.2";
  private static final String PORT = "6999";

  @BeforeAll
  static void assume() throws IOException, InterruptedException {
    HomeAndWorld.assume();
  }

  private record Setting(
      Stage stage, HomeAndWorld networks, Path origin, Content content, Torrent torrent) {
    static Setting on(Stage stage) throws Exception {
      Path origin = stage.folder("origin");
      Content content = Content.file(origin, "one.iso", 3_000_000, 55);
      Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
      HomeAndWorld networks = HomeAndWorld.on(stage);
      Child world = networks.router("holes.sh", List.of());
      stage.until("the routers", () -> world.out().contains("READY"), world);
      return new Setting(stage, networks, origin, content, torrent);
    }

    Child freshet(String place, String command, Path folder, String... more) throws IOException {
      List<String> words = new ArrayList<>(List.of(command, torrent.file().toString()));
      words.addAll(List.of("--dir", folder.toString(), "--port", PORT, "--json"));
      words.addAll(List.of(more));
      return networks.start(
          place, "freshet-" + command, Program.command(words.toArray(String[]::new)));
    }

    Child libtorrent(String place, Path folder, String address, String... more) throws IOException {
      List<Object> words = new ArrayList<>(List.of(folder, address, torrent.file(), "--utp"));
      words.addAll(List.of(more));
      return networks.start(place, "libtorrent", Python.script(stage, "peer.py", words.toArray()));
    }

    /// Who knows both and wants nothing.
    Child hub(boolean ours) throws IOException {
      Path folder = stage.folder("hub");
      return ours
          ? freshet("world", "get", folder, "--max-down", "1kB/s")
          : libtorrent("world", folder, WORLD + ":" + PORT, "--hub");
    }

    /// Who has everything, at home, and calls the one in the world.
    Child seed() throws IOException {
      return freshet("home", "seed", origin, "--transport", "utp", "--peer", WORLD + ":" + PORT);
    }
  }

  private static void meetThrough(String name, boolean ours) throws Exception {
    Stage.play(
        name,
        stage -> {
          Setting setting = Setting.on(stage);
          Child hub = setting.hub(ours);
          setting.seed();
          Path target = stage.folder("target");
          Child get =
              setting.freshet(
                  "other", "get", target, "--transport", "utp", "--peer", WORLD + ":" + PORT);
          stage.until("all of it", () -> get.out().contains("\"complete\":true"), get, hub);
          assertThat(setting.content().missing(target)).isEmpty();
        });
  }

  @Test
  void introducedByFreshet() throws Exception {
    meetThrough("introduced by Freshet", true);
  }

  @Test
  void introducedByLibtorrent() throws Exception {
    meetThrough("introduced by libtorrent", false);
  }

  @Test
  void libtorrentIsIntroducedByFreshet() throws Exception {
    Stage.play(
        "libtorrent introduced by Freshet",
        stage -> {
          Setting setting = Setting.on(stage);
          Child hub = setting.hub(true);
          setting.seed();
          Path target = stage.folder("target");
          Child other =
              setting.libtorrent("other", target, "10.79.2.2:" + PORT, WORLD + ":" + PORT);
          stage.until("all at the other", () -> setting.content().in(target), other, hub);
        });
  }
}
