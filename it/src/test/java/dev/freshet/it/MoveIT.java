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

/// A machine at home that gets another address while it gives something to one out in the world.
@Execution(ExecutionMode.CONCURRENT)
final class MoveIT {
  private static final String BEFORE = "8.79.0.2";
  private static final String AFTER = "8.79.0.3";
  private static final String WORLD = "9.79.0.2";

  /// What a network that one has moved into does to the interface.
  private static final String MOVE =
      """
      ip addr del 8.79.0.2/24 dev eth0
      ip addr add 8.79.0.3/24 dev eth0
      ip route replace default via 8.79.0.1
      echo MOVED
      """;

  @BeforeAll
  static void assume() throws IOException, InterruptedException {
    HomeAndWorld.assume();
  }

  /// The networks, and what is to be fetched.
  private record Setting(Stage stage, HomeAndWorld networks, Path origin, Content content) {
    static Setting on(Stage stage) throws Exception {
      Path origin = stage.folder("origin");
      Content content = Content.file(origin, "one.iso", 3_000_000, 14);
      HomeAndWorld networks = HomeAndWorld.on(stage);
      Child router = networks.router("move.sh", List.of());
      stage.until("the networks", () -> router.out().contains("READY"), router);
      return new Setting(stage, networks, origin, content);
    }

    Child freshet(String place, String... words) throws IOException {
      return networks.start(place, "freshet-" + words[0], Program.command(words));
    }

    void move() throws IOException {
      Child move = networks.start("home", "move", List.of("sh", "-c", MOVE));
      stage.awaitExit(move, 0);
    }

    /// Slow enough for a move in between.
    Child get(String source, Path target) throws IOException {
      List<String> words = new ArrayList<>(List.of("get", source, "--dir", target.toString()));
      words.addAll(List.of("--max-down", "150kB/s"));
      Child get = freshet("world", words.toArray(String[]::new));
      stage.until("a beginning", () -> target.resolve(content.name()).toFile().exists(), get);
      return get;
    }
  }

  @Test
  void aSeedThatMovesIsFoundAgain() throws Exception {
    Stage.play(
        "a seed moves",
        stage -> {
          Setting setting = Setting.on(stage);
          String port = String.valueOf(stage.port());
          Child tracker = setting.freshet("world", "tracker", "--port", port, "--bind", WORLD);
          stage.until("the tracker", () -> tracker.out().contains("announce"), tracker);
          String url = "http://" + WORLD + ":" + port + "/announce";
          Torrent torrent =
              Maker.FRESHET.make(stage, setting.origin(), setting.content(), Flavour.HYBRID, url);
          String file = torrent.file().toString();
          Child seed = setting.freshet("home", "seed", file, "--dir", setting.origin().toString());
          Path target = stage.folder("target");
          Child get = setting.get(file, target);
          setting.move();
          stage.until("word of it", () -> seed.err().contains(AFTER + " now"), seed);
          stage.awaitExit(get, 0);
          assertThat(setting.content().missing(target)).isEmpty();
        });
  }

  @Test
  void whatIsSharedHasNewLinks() throws Exception {
    Stage.play(
        "a share moves",
        stage -> {
          Setting setting = Setting.on(stage);
          Child share =
              setting.freshet("home", "share", setting.origin().resolve("one.iso").toString());
          stage.until("links", () -> share.out().contains(".torrent"), share);
          String link = link(share);
          assertThat(link).contains(BEFORE);
          Path first = stage.folder("first");
          Child get = setting.get(link, first);
          setting.move();
          stage.until("new links", () -> link(share).contains(AFTER), share);
          Path second = stage.folder("second");
          stage.awaitExit(setting.get(link(share), second), 0);
          stage.awaitExit(get, 0);
          assertThat(setting.content().missing(first)).isEmpty();
          assertThat(setting.content().missing(second)).isEmpty();
        });
  }

  /// The last link to a .torrent file that it has printed.
  private static String link(Child share) {
    return share.out().lines().filter(line -> line.startsWith("http://")).toList().getLast();
  }
}
