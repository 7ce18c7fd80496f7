package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `kill -9` of a `get` at any moment, and the same command again. `-Dit.crashes=20` tries more
/// moments than the build does.
final class CrashIT {
  private static final int SIZE = 6_000_000;
  private static final int PIECE = 65_536;

  /// What the journal may not have told yet when the process dies: pieces that were being written
  /// and verified.
  private static final int SLACK = 24 * PIECE;

  static IntStream seeds() {
    return IntStream.range(0, Integer.getInteger("it.crashes", 5));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aKilledFetchGoesOnWhereItWas(int seed) throws Exception {
    Stage.play(
        "kill with seed " + seed,
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "big one.iso", SIZE, seed);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          int port = stage.port();
          Child origins =
              Program.start(
                  stage,
                  "seed",
                  torrent.file().toString(),
                  "--dir",
                  origin.toString(),
                  "--port",
                  String.valueOf(port),
                  "--max-up",
                  "4MB/s");
          stage.until("the seed's readiness", () -> origins.err().contains("seeding"), origins);
          Path target = stage.folder("target");
          String[] get = {
            "get",
            torrent.file().toString(),
            "--dir",
            target.toString(),
            "--peer",
            "127.0.0.1:" + port,
            "--json"
          };

          Child first = Program.start(stage, get);
          long moment = new SplittableRandom(seed).nextLong(SIZE);
          stage.until("the moment", () -> !first.alive() || first.bytesWritten() >= moment);
          first.kill();
          double verified = verified(stage, torrent, target);

          Child second = Program.start(stage, get);
          stage.until("the end of get", () -> !second.alive(), origins);
          stage.awaitExit(second, 0);
          assertThat(content.missing(target)).isEmpty();
          assertThat(Json.number(second.out(), "downloaded"))
              .as("fetched again, with " + verified + " bytes verified before")
              .isLessThanOrEqualTo(SIZE - verified + SLACK);
        });
  }

  /// How much a check finds, which changes nothing.
  private static double verified(Stage stage, Torrent torrent, Path target) {
    Child verify =
        Program.start(
            stage, "verify", torrent.file().toString(), "--dir", target.toString(), "--json");
    stage.until("the end of verify", () -> !verify.alive());
    return Json.number(verify.out(), "verified");
  }
}
