package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What others do to the files, and what the system withholds.
final class HardshipIT {
  private static final int SIZE = 4_000_000;

  private static final String GAP =
      "freshet: 1 of 62 pieces is not here as the torrent has it and not given";

  private static Child seed(Stage stage, Torrent torrent, Path origin, int port, String... flags) {
    List<String> words = new ArrayList<>(List.of("seed", torrent.file().toString()));
    words.addAll(List.of("--dir", origin.toString(), "--port", String.valueOf(port)));
    words.addAll(List.of(flags));
    Child seed = Program.start(stage, words.toArray(String[]::new));
    stage.until("the seed's readiness", () -> seed.err().contains("seeding"), seed);
    return seed;
  }

  private static Child get(Stage stage, Torrent torrent, Path target, int port, String timeout) {
    return Program.start(
        stage,
        "get",
        torrent.file().toString(),
        "--dir",
        target.toString(),
        "--peer",
        "127.0.0.1:" + port,
        "--timeout",
        timeout,
        "--json");
  }

  /// A byte is changed and the file is cut while it is seeded: nobody is given a wrong byte, and
  /// all that is still right is given.
  @Test
  void aFileThatChangesUnderASeedIsNoticed() throws Exception {
    Stage.play(
        "changed and cut",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "x.bin", SIZE, 1);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          int port = stage.port();
          Child seed = seed(stage, torrent, origin, port);
          try (RandomAccessFile file =
              new RandomAccessFile(origin.resolve("x.bin").toFile(), "rw")) {
            file.seek(100);
            int byteThere = file.read();
            file.seek(100);
            file.write(byteThere ^ 1);
            file.setLength(SIZE - 500_000);
          }
          Path target = stage.folder("target");
          Child get = get(stage, torrent, target, port, "12s");
          stage.until("the end of get", () -> !get.alive());
          assertThat(get.exitCode()).as("late, for some is missing").isEqualTo(3);
          assertThat(seed.alive()).isTrue();
          Child again = get(stage, torrent, target, port, "2s");
          stage.until("the end of the second get", () -> !again.alive());
          Child verify =
              Program.start(
                  stage, "verify", torrent.file().toString(), "--dir", target.toString(), "--json");
          stage.until("the end of verify", () -> !verify.alive());
          assertThat(Json.number(verify.out(), "verified")).isBetween(0.6 * SIZE, SIZE - 500_000.0);
          assertThat(get.err()).doesNotContain("corrupt");
        });
  }

  /// The file is deleted while it is seeded, and put back: what is gone is given to nobody, and
  /// what has come back is given once it has been hashed.
  @Test
  void aFileThatIsDeletedUnderASeedIsNoticedAndSoIsItsReturn() throws Exception {
    Stage.play(
        "deleted",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "x.bin", SIZE, 3);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          int port = stage.port();
          Child seed = seed(stage, torrent, origin, port);
          Path aside = stage.folder("aside").resolve("x.bin");
          Files.copy(origin.resolve("x.bin"), aside);
          Files.delete(origin.resolve("x.bin"));
          Path target = stage.folder("target");
          Child get = get(stage, torrent, target, port, "8s");
          stage.until("the end of get", () -> !get.alive());
          assertThat(get.exitCode()).as("late, for all is missing").isEqualTo(3);
          assertThat(seed.alive()).isTrue();
          stage.until("a word of it", () -> seed.err().contains("x.bin"), seed);
          Files.copy(aside, origin.resolve("x.bin"));
          Child verify =
              Program.start(
                  stage, "verify", torrent.file().toString(), "--dir", origin.toString(), "--json");
          stage.awaitExit(verify, 0);
          seed.kill();
          int other = stage.port();
          seed(stage, torrent, origin, other);
          stage.awaitExit(get(stage, torrent, target, other, "60s"), 0);
          assertThat(content.missing(target)).isEmpty();
        });
  }

  /// What is done to a file that is being fetched.
  enum Harm {
    DELETED,
    CUT,
    REPLACED;

    void to(Path file) throws IOException {
      switch (this) {
        case DELETED -> Files.delete(file);
        case CUT -> Files.write(file, new byte[0]);
        case REPLACED -> {
          Path other = file.resolveSibling("other");
          Files.write(other, new byte[SIZE]);
          Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /// The file is harmed while it is fetched: it says so, fetches again what is gone, and is not
  /// complete before.
  @ParameterizedTest
  @EnumSource
  void aFileThatIsHarmedUnderADownloadIsFetchedAgain(Harm harm) throws Exception {
    Stage.play(
        "harmed, " + harm,
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "x.bin", SIZE, 6);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          int port = stage.port();
          Child seed = seed(stage, torrent, origin, port, "--max-up", "1MB/s");
          Path target = stage.folder("target");
          Child get = get(stage, torrent, target, port, "60s");
          stage.until("a part of it", () -> get.bytesWritten() > SIZE / 3, get, seed);
          harm.to(target.resolve("x.bin"));
          stage.awaitExit(get, 0);
          assertThat(get.err()).contains("x.bin is gone or shorter than it was");
          assertThat(content.missing(target)).isEmpty();
          assertThat(Json.number(get.out(), "corrupt")).isZero();
        });
  }

  /// A bit turns on the disk and leaves no trace in the file's time: the seed cannot know, so the
  /// receiver must, and `verify` does.
  @Test
  void aBitThatRotsWithoutATraceIsAcceptedByNobody() throws Exception {
    Stage.play(
        "rotten",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "x.bin", SIZE, 4);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          int port = stage.port();
          seed(stage, torrent, origin, port);
          Path file = origin.resolve("x.bin");
          FileTime before = Files.getLastModifiedTime(file);
          try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(2_000_000);
            int byteThere = bytes.read();
            bytes.seek(2_000_000);
            bytes.write(byteThere ^ 8);
          }
          Files.setLastModifiedTime(file, before);
          Path target = stage.folder("target");
          Child get = get(stage, torrent, target, port, "8s");
          stage.until("the end of get", () -> !get.alive());
          assertThat(get.exitCode()).as("late, for one piece is not to be had").isEqualTo(3);
          Child fetched =
              Program.start(
                  stage, "verify", torrent.file().toString(), "--dir", target.toString(), "--json");
          stage.until("the end of verify", () -> !fetched.alive());
          assertThat(Json.number(fetched.out(), "verified")).isLessThan(SIZE);
          assertThat(Files.readAllBytes(target.resolve("x.bin"))).hasSizeLessThanOrEqualTo(SIZE);
          Child verify =
              Program.start(
                  stage, "verify", torrent.file().toString(), "--dir", origin.toString(), "--json");
          stage.awaitExit(verify, 1);
        });
  }

  /// Who gives the rest of it all the same says what is no longer given.
  @Test
  void aByteThatIsChangedUnderASeedIsNotGivenAndTheSeedSaysSo() throws Exception {
    Stage.play(
        "changed",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "x.bin", SIZE, 4);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          int port = stage.port();
          Child seed = seed(stage, torrent, origin, port);
          try (RandomAccessFile bytes =
              new RandomAccessFile(origin.resolve("x.bin").toFile(), "rw")) {
            bytes.seek(2_000_000);
            int byteThere = bytes.read();
            bytes.seek(2_000_000);
            bytes.write(byteThere ^ 8);
          }
          Path target = stage.folder("target");
          Child get = get(stage, torrent, target, port, "8s");
          stage.until("the end of get", () -> !get.alive());
          assertThat(get.exitCode()).as("late, for one piece is not to be had").isEqualTo(3);
          assertThat(get.err()).contains("98.3% is here");
          assertThat(seed.err()).contains("x.bin was changed by another program");
          stage.until("a word of it", () -> seed.err().contains(GAP), seed);
        });
  }

  /// The clock of both sides jumps by a year, forward and back, in the middle of a transfer: the
  /// time that counts goes on as before, so nobody notices.
  @ParameterizedTest
  @ValueSource(strings = {"+1y", "-1y"})
  void aClockThatJumpsAYearDisturbsNothing(String jump) throws Exception {
    Stage.play(
        "the clock jumps " + jump,
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "x.bin", SIZE, 5);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          Path clock = stage.folder("clock").resolve("offset");
          Files.writeString(clock, "+0");
          List<String> wrong =
              List.of(
                  "env",
                  "FAKETIME_TIMESTAMP_FILE=" + clock,
                  "FAKETIME_NO_CACHE=1",
                  "FAKETIME_DONT_FAKE_MONOTONIC=1",
                  "FAKETIME_DONT_RESET=1",
                  "LD_PRELOAD=" + stage.faketime());
          int port = stage.port();
          List<String> seed = new ArrayList<>(wrong);
          seed.addAll(
              Program.command("seed", torrent.file().toString(), "--dir", origin.toString()));
          seed.addAll(List.of("--port", String.valueOf(port), "--max-up", "500kB/s"));
          Child seeding = stage.start("freshet-seed", seed);
          stage.until("the seed's readiness", () -> seeding.err().contains("seeding"), seeding);
          Path target = stage.folder("target");
          List<String> get = new ArrayList<>(wrong);
          get.addAll(Program.command("get", torrent.file().toString(), "--dir", target.toString()));
          get.addAll(List.of("--peer", "127.0.0.1:" + port, "--json"));
          Child getting = stage.start("freshet-get", get);
          stage.until("a part of it", () -> getting.bytesWritten() > SIZE / 4, getting, seeding);
          Files.writeString(clock, jump);
          stage.awaitExit(getting, 0);
          assertThat(content.missing(target)).isEmpty();
          assertThat(Json.number(getting.out(), "downloaded")).isLessThan(1.1 * SIZE);
          assertThat(Json.number(getting.out(), "seconds")).isLessThan(120);
          assertThat(seeding.alive()).isTrue();
        });
  }

  @Test
  void theSecondOfTwoOnTheSameFilesLeavesWithASentence() throws Exception {
    Stage.play(
        "two on one folder",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "x.bin", SIZE, 2);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
          Path target = stage.folder("target");
          Path home = stage.folder("home");
          List<String> words =
              Program.command("get", torrent.file().toString(), "--dir", target.toString());
          Child first = stage.start("freshet-first", home, words);
          stage.until("the first at work", () -> first.err().contains("waiting"), first);
          Child second = stage.start("freshet-second", home, words);
          stage.awaitExit(second, 1);
          assertThat(second.err())
              .contains("another Freshet is at work on this torrent in the same folder");
          assertThat(first.alive()).isTrue();
        });
  }

  @Test
  void manyFilesAreFetchedWithFewDescriptors() throws Exception {
    Stage.play(
        "ulimit -n 256",
        stage -> {
          Path origin = stage.folder("origin");
          Path tree = Files.createDirectories(origin.resolve("tree"));
          for (int i = 0; i < 600; i++) {
            Files.write(tree.resolve("file" + i), new byte[1000 + i]);
          }
          Path file = origin.resolve("tree.torrent");
          Child create = Program.start(stage, "create", tree.toString(), "-o", file.toString());
          stage.awaitExit(create, 0);
          int port = stage.port();
          Path target = stage.folder("target");
          List<String> seed = few("seed", file.toString(), "--dir", origin.toString());
          seed.addAll(List.of("--port", String.valueOf(port)));
          Child seeding = stage.start("freshet-seed", seed);
          stage.until("the seed's readiness", () -> seeding.err().contains("seeding"), seeding);
          List<String> get = few("get", file.toString(), "--dir", target.toString());
          get.addAll(List.of("--peer", "127.0.0.1:" + port));
          stage.awaitExit(stage.start("freshet-get", get), 0);
          for (int i = 0; i < 600; i++) {
            assertThat(target.resolve("tree/file" + i)).hasSize(1000L + i);
          }
        });
  }

  private static List<String> few(String... words) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 256; exec \"$@\"", "sh"));
    command.addAll(Program.command(words));
    return command;
  }
}
