package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Real engines beside a real HTTP download, at the same rates.
final class LabIT {
  private static final int SIZE = 1_500_000;
  private static final int LATE = 3;
  private static final int INTERRUPTED = 143;

  @Test
  void bothWaysAreMeasuredAndNothingIsLeft() throws Exception {
    Stage.play(
        "lab",
        stage -> {
          Path file = file(stage);
          Path copies = stage.folder("copies");
          Path page = stage.folder("page").resolve("lab.html");
          Child lab =
              Program.start(
                  stage,
                  words(file, copies, "--sweep", "1,4", "--json", "--page", page.toString()));
          stage.awaitExit(lab, 0);

          String out = lab.out();
          assertThat(out.lines()).hasSize(2);
          assertThat(Json.number(out, "peers")).isEqualTo(4);
          assertThat(Json.number(out, "client_server_s")).isEqualTo(6);
          assertThat(Json.number(out, "peer_to_peer_s")).isEqualTo(1.5);
          assertThat(Json.number(out, "discrete_s")).isBetween(1.5, 2.0);
          assertThat(Json.number(out, "client_server_measured_s")).isGreaterThan(5.9);
          assertThat(Json.number(out, "last_peer_s"))
              .isGreaterThanOrEqualTo(Json.number(out, "mean_s"))
              .isGreaterThan(1.4);
          assertThat(Json.number(out, "origin_sent_over_size")).isBetween(1.0, 4.0);
          assertThat(copies).isEmptyDirectory();
          assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("<svg");
        });
  }

  @Test
  void whatEndsItEarlyLeavesNothingEither() throws Exception {
    Stage.play(
        "lab ended",
        stage -> {
          Path file = file(stage);
          Path copies = stage.folder("copies");
          Child late = Program.start(stage, words(file, copies, "--timeout", "1s"));
          stage.awaitExit(late, LATE);
          assertThat(late.err()).contains("not done after 1s");
          assertThat(copies).isEmptyDirectory();

          Child told = Program.start(stage, words(file, copies, "--peers", "3"));
          stage.until("the copies", () -> copies.toFile().list().length > 0, told);
          told.terminate();
          stage.awaitExit(told, INTERRUPTED);
          assertThat(copies).isEmptyDirectory();

          Child hurried = Program.start(stage, words(file, copies, "--peers", "3"));
          stage.until("the copies", () -> copies.toFile().list().length > 0, hurried);
          hurried.terminate();
          hurried.terminate();
          stage.awaitExit(hurried, INTERRUPTED);
          assertThat(copies).isEmptyDirectory();
        });
  }

  private static Path file(Stage stage) throws IOException {
    Path folder = stage.folder("origin");
    return folder.resolve(Content.file(folder, "big one.iso", SIZE, 1).name());
  }

  private static String[] words(Path file, Path copies, String... more) {
    String[] words = {
      "lab", file.toString(), "--origin-up", "1MB/s", "--up", "1MB/s", "--dir", copies.toString()
    };
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }
}
