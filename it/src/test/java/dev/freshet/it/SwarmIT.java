package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One origin and many who fetch, all with the same uplink: the main job.
final class SwarmIT {
  private static final int PEERS = 8;
  private static final int SIZE = 6_000_000;
  private static final String UPLINK = "1.5MB/s";

  @Test
  void eightFetchAndTheOriginSendsLessThanTwoCopies() throws Exception {
    Stage.play(
        "eight gets",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "big one.iso", SIZE, 1);
          Path path = origin.resolve(content.name());
          Child share = Program.start(stage, shareWords(stage, path));
          stage.until("the links", () -> share.out().contains("\n"), share);
          String link = Json.text(share.out(), "torrent");

          List<Path> targets = new ArrayList<>();
          List<Child> gets = fetchers(stage, link, targets);
          for (Child get : gets) {
            stage.awaitExit(get, 0);
          }
          assertThat(targets).allSatisfy(target -> assertThat(content.missing(target)).isEmpty());

          share.terminate();
          stage.awaitExit(share, 143);
          assertThat(Json.number(share.out(), "sent_over_size")).isPositive().isLessThan(2.0);
        });
  }

  private static String[] shareWords(Stage stage, Path path) {
    return new String[] {
      "share",
      path.toString(),
      "--port",
      String.valueOf(stage.port()),
      "--max-up",
      UPLINK,
      "--host",
      "127.0.0.1",
      "--piece-size",
      "64KiB",
      "--json"
    };
  }

  private static List<Child> fetchers(Stage stage, String source, List<Path> targets) {
    List<Child> gets = new ArrayList<>();
    for (int i = 0; i < PEERS; i++) {
      Path target = stage.folder("target");
      targets.add(target);
      gets.add(Program.start(stage, "get", source, "--dir", target.toString(), "--max-up", UPLINK));
    }
    return gets;
  }

  @Test
  void theRestFinishesWithoutTheSuperSeedThatIsGone() throws Exception {
    Stage.play(
        "origin killed",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "big one.iso", SIZE, 2);
          int port = stage.port();
          String url = Way.FRESHET_HTTP.url(port);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, url);
          Tracker tracker = Tracker.start(stage, Way.FRESHET_HTTP, port, torrent);
          List<Path> targets = new ArrayList<>();
          List<Child> gets = fetchers(stage, torrent.file().toString(), targets);
          stage.until("all announces", () -> tracker.leechers(torrent) == PEERS);

          Child seed =
              Program.start(
                  stage,
                  "seed",
                  torrent.file().toString(),
                  "--dir",
                  origin.toString(),
                  "--max-up",
                  UPLINK);
          // It sends hardly more than one copy, so the first who has everything may come before.
          stage.until(
              "1.2 copies sent, or one complete",
              () ->
                  seed.bytesWritten() >= 1.2 * SIZE
                      || gets.stream().anyMatch(get -> !get.out().isEmpty()),
              seed);
          assertThat(seed.bytesWritten()).isLessThan(2L * SIZE);
          seed.kill();

          for (Child get : gets) {
            stage.awaitExit(get, 0);
          }
          assertThat(targets).allSatisfy(target -> assertThat(content.missing(target)).isEmpty());
        });
  }
}
