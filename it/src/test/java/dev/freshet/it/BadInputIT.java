package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is wrong is said in one sentence with the right exit code, and changes nothing outside the
/// folder that was named.
final class BadInputIT {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int LATE = 3;

  @Test
  void sourcesThatAreNone() throws Exception {
    Stage.play(
        "bad sources",
        stage -> {
          Path files = stage.folder("files");
          Content content = Content.tree(files, 1);
          Torrent torrent = Maker.FRESHET.make(stage, files, content, Flavour.HYBRID, "");
          byte[] whole = Files.readAllBytes(torrent.file());
          Path truncated = files.resolve("truncated.torrent");
          Files.write(truncated, Arrays.copyOf(whole, whole.length / 2));
          Path empty = Files.createFile(files.resolve("empty.torrent"));
          Path deep = files.resolve("deep.torrent");
          Files.writeString(deep, "l".repeat(1_000_000));
          Path huge = files.resolve("huge.torrent");
          Files.writeString(huge, "d4:info9223372036854775807:");
          List<String> none =
              List.of(
                  truncated.toString(),
                  empty.toString(),
                  deep.toString(),
                  huge.toString(),
                  files.toString(),
                  files.resolve("missing.torrent").toString(),
                  "http://127.0.0.1:" + stage.port() + "/x.torrent");
          String dir = stage.folder("target").toString();
          for (String source : none) {
            fails(stage, FAILED, "get", source, "--dir", dir);
            fails(stage, FAILED, "show", source);
            fails(stage, FAILED, "seed", source, "--dir", dir);
            fails(stage, FAILED, "verify", source, "--dir", dir);
          }
          for (String magnet :
              List.of(
                  "magnet:?dn=nothing", "magnet:?xt=urn:btih:12", "magnet:?xt=urn:btmh:1220ff")) {
            fails(stage, FAILED, "get", magnet, "--dir", dir);
            fails(stage, FAILED, "show", magnet);
          }
          assertThat(Path.of(dir)).isEmptyDirectory();
        });
  }

  @Test
  void wordsThatMakeNoSense() throws Exception {
    Stage.play(
        "bad words",
        stage -> {
          fails(stage, USAGE, "frobnicate");
          fails(stage, USAGE, "get");
          fails(stage, USAGE, "tracker", "--port", "65536");
          fails(stage, USAGE, "get", "x.torrent", "--max-up", "fast");
          fails(stage, USAGE, "get", "x.torrent", "--timeout", "soon");
          fails(stage, USAGE, "seed", "x.torrent", "--peer", "nowhere");
          fails(stage, USAGE, "create", ".", "--piece-size", "3");
          fails(stage, USAGE, "create", ".", "--v1", "--v2", "--hybrid");
          fails(stage, USAGE, "share", ".", "--port", "-1");
          fails(stage, USAGE, "tracker", "--bind", "nobody");
          fails(stage, USAGE, "verify");
          fails(stage, USAGE, "show");
        });
  }

  @Test
  void filesThatAreNotThere() throws Exception {
    Stage.play(
        "bad files",
        stage -> {
          Path files = stage.folder("files");
          Content content = Content.tree(files, 1);
          Torrent torrent = Maker.FRESHET.make(stage, files, content, Flavour.HYBRID, "");
          String file = torrent.file().toString();
          String missing = files.resolve("missing").toString();
          fails(stage, FAILED, "create", missing);
          fails(stage, FAILED, "create", files.toString(), "-o", missing + "/x.torrent");
          fails(stage, FAILED, "share", missing);
          fails(stage, FAILED, "seed", file, "--dir", stage.folder("empty").toString());
          fails(stage, FAILED, "get", file, "--dir", file + "/below");
          // verify prints its findings, and they are its result
          Child verify = Program.start(stage, "verify", file, "--dir", missing);
          stage.awaitExit(verify, FAILED);
        });
  }

  @Test
  void moreThanFitsIntoMemory() throws Exception {
    Stage.play(
        "no memory",
        stage -> {
          Path file = stage.folder("files").resolve("x.torrent");
          Files.write(file, new byte[30_000_000]);
          List<String> command = new ArrayList<>(List.of("env", "FRESHET_OPTS=-Xmx20m"));
          command.addAll(Program.command("show", file.toString()));
          Child show = stage.start("freshet-show", command);
          stage.awaitExit(show, FAILED);
          saysOneSentence(show.out(), show.err(), "show");
          assertThat(show.err()).contains("memory");
        });
  }

  @Test
  void portsThatAreTaken() throws Exception {
    Stage.play(
        "port in use",
        stage -> {
          Path files = stage.folder("files");
          Content content = Content.file(files, "x.bin", 100_000, 1);
          Torrent torrent = Maker.FRESHET.make(stage, files, content, Flavour.V1, "");
          try (ServerSocket taken = new ServerSocket(stage.port())) {
            String port = String.valueOf(taken.getLocalPort());
            String file = torrent.file().toString();
            fails(
                stage, FAILED, "get", file, "--dir", stage.folder("t").toString(), "--port", port);
            fails(stage, FAILED, "seed", file, "--dir", files.toString(), "--port", port);
            fails(stage, FAILED, "share", files.resolve("x.bin").toString(), "--port", port);
            fails(stage, FAILED, "tracker", "--port", port);
          }
        });
  }

  @Test
  void trackersThatAreDownOrLie() throws Exception {
    Stage.play(
        "bad trackers",
        stage -> {
          Path files = stage.folder("files");
          Content content = Content.file(files, "x.bin", 100_000, 1);
          Torrent torrent = Maker.FRESHET.make(stage, files, content, Flavour.HYBRID, "");
          Path target = stage.folder("target");
          String down = "http://127.0.0.1:" + stage.port() + "/announce";
          late(stage, torrent, target, down);
          late(stage, torrent, target, "udp://127.0.0.1:" + stage.port() + "/announce");
          for (String lie :
              List.of(
                  "d14:failure reason9:not todaye",
                  "d8:intervali-5e5:peers6:abcdefe",
                  "d8:intervali1800e5:peers5:abcdee",
                  "d5:peers",
                  "<html>",
                  "d8:intervali1800e5:peers" + 6_000_000 + ":" + "A".repeat(6_000_000) + "e")) {
            try (Liar liar = Liar.saying(lie)) {
              late(stage, torrent, target, liar.url());
            }
          }
        });
  }

  private static void late(Stage stage, Torrent torrent, Path target, String tracker) {
    fails(
        stage,
        LATE,
        "get",
        torrent.file().toString(),
        "--dir",
        target.toString(),
        "--tracker",
        tracker,
        "--timeout",
        "2s");
  }

  @Test
  void namesThatClimbOutOfTheFolder() throws Exception {
    Stage.play(
        "hostile names",
        stage -> {
          Path outside = stage.folder("outside");
          Path target = Files.createDirectories(outside.resolve("a/b"));
          for (String path : List.of("2:..2:..4:evil", "7:../evil", "5:/evil", "1:.4:evil", "0:")) {
            Path file = stage.folder("hostile").resolve("x.torrent");
            Files.writeString(
                file,
                "d4:infod5:filesld6:lengthi0e4:pathl"
                    + path
                    + "eee4:name5:..%2f12:piece lengthi16384e6:pieces0:ee",
                StandardCharsets.ISO_8859_1);
            Child get =
                Program.start(
                    stage, "get", file.toString(), "--dir", target.toString(), "--timeout", "3s");
            stage.until("the end of get", () -> !get.alive());
            assertThat(get.exitCode()).isIn(0, FAILED, LATE);
            try (Stream<Path> all = Files.walk(outside)) {
              assertThat(all.filter(Files::isRegularFile))
                  .allSatisfy(made -> assertThat(made.toRealPath()).startsWith(target));
            }
            assertThat(Path.of("/evil")).doesNotExist();
          }
        });
  }

  @Test
  void aDiskThatIsFull() throws Exception {
    Confined.assume();
    Stage.play(
        "full disk",
        stage -> {
          Path files = stage.folder("files");
          int size = 6_000_000;
          Content content = Content.file(files, "x.bin", size, 1);
          Torrent torrent = Maker.FRESHET.make(stage, files, content, Flavour.HYBRID, "");
          String file = torrent.file().toString();
          String port = String.valueOf(stage.port());
          Child seed =
              Program.start(stage, "seed", file, "--dir", files.toString(), "--port", port);
          stage.until("the seed's readiness", () -> seed.err().contains("seeding"), seed);

          Path target = stage.folder("disk");
          Path arrived = stage.folder("arrived");
          String dir = target.toString();
          String peer = "127.0.0.1:" + port;
          Confined.Run get =
              Confined.growing(
                  stage, target, arrived, size / 2, "get", file, "--dir", dir, "--peer", peer);
          assertThat(get.code()).as(get.err()).isZero();
          assertThat(get.err())
              .contains("make room: the download waits and goes on by itself.")
              .contains("the disk works again");
          assertThat(content.missing(arrived)).isEmpty();

          Path made = stage.folder("made");
          String source = files.resolve("x.bin").toString();
          Confined.Twice create =
              Confined.twice(
                  stage,
                  target,
                  made,
                  4096,
                  "create",
                  source,
                  "-o",
                  dir + "/x.torrent",
                  "--piece-size",
                  "16KiB");
          sayFullThenDone(create, "create");
          Child verify =
              Program.start(
                  stage, "verify", made.resolve("x.torrent").toString(), "--dir", files.toString());
          stage.awaitExit(verify, 0);
        });
  }

  private static void sayFullThenDone(Confined.Twice twice, String... words) {
    assertThat(twice.full().code()).isEqualTo(FAILED);
    saysOneSentence(twice.full().out(), twice.full().err(), words);
    assertThat(twice.full().err()).containsIgnoringCase("no space left");
    assertThat(twice.again().code()).as(twice.again().err()).isZero();
  }

  @Test
  void whatMayNotBeReadOrWritten() throws Exception {
    Confined.assume();
    Stage.play(
        "permissions",
        stage -> {
          Path files = stage.folder("files");
          Content content = Content.tree(files, 1);
          Torrent torrent = Maker.FRESHET.make(stage, files, content, Flavour.HYBRID, "");
          String file = torrent.file().toString();
          Path tree = files.resolve(content.name());
          String dir = files.toString();
          Path output = files.resolve("y.torrent");
          Path one = tree.resolve("a big one.bin");
          Confined.deny(one);
          isDenied(stage, "create", tree.toString(), "-o", output.toString());
          isDenied(stage, "share", tree.toString());
          isDenied(stage, "seed", file, "--dir", dir);
          isDenied(stage, "verify", file, "--dir", dir);
          isDenied(stage, "get", file, "--dir", dir);
          Confined.allow(one);
          assertThat(content.missing(files)).isEmpty();

          Path closed = stage.folder("closed");
          Confined.deny(closed);
          isDenied(stage, "get", file, "--dir", closed.toString());
          isDenied(stage, "create", tree.toString(), "-o", closed.resolve("y.torrent").toString());
          Confined.allow(closed);
          assertThat(closed).isEmptyDirectory();
          assertThat(output).doesNotExist();

          Confined.deny(torrent.file());
          for (String command : List.of("get", "seed", "verify")) {
            isDenied(stage, command, file, "--dir", dir);
          }
          isDenied(stage, "show", file);
          Confined.allow(torrent.file());
        });
  }

  /// Runs a command that is to fail with this exit code and one sentence.
  private static void fails(Stage stage, int code, String... words) {
    Child child = Program.start(stage, words);
    stage.awaitExit(child, code);
    saysOneSentence(child.out(), child.err(), words);
  }

  /// The same for one who may not do everything.
  private static void isDenied(Stage stage, String... words) {
    Child child = Confined.start(stage, words);
    stage.awaitExit(child, FAILED);
    saysOneSentence(child.out(), child.err(), words);
    assertThat(child.err()).containsAnyOf("permission", "may not read", "cannot be written");
  }

  private static void saysOneSentence(String out, String err, String... words) {
    assertThat(out).as("results of " + List.of(words)).isEmpty();
    assertThat(err.lines().filter(line -> line.startsWith("freshet: ")))
        .as("what is said to " + List.of(words) + ": " + err)
        .singleElement()
        .asString()
        .endsWith(".");
    assertThat(err).doesNotContain("Exception").doesNotContain("\tat ");
    // beside the sentence: how to learn more, or how far it came
    assertThat(err.lines()).hasSizeLessThanOrEqualTo(2);
  }

  /// An HTTP tracker that always says the same.
  private record Liar(ServerSocket socket, ExecutorService threads) implements AutoCloseable {
    static Liar saying(String body) throws IOException {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      threads.execute(() -> {
        while (!socket.isClosed()) {
          try (Socket asked = socket.accept()) {
            answer(asked, body);
          } catch (IOException _) {
            // it has hung up, as it may
          }
        }
      });
      return new Liar(socket, threads);
    }

    private static void answer(Socket asked, String body) throws IOException {
      byte[] request = new byte[8192];
      int length = asked.getInputStream().read(request);
      if (length <= 0) {
        return;
      }
      OutputStream out = asked.getOutputStream();
      String head = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n";
      out.write(head.formatted(body.length()).getBytes(StandardCharsets.US_ASCII));
      out.write(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    String url() {
      return "http://127.0.0.1:" + socket.getLocalPort() + "/announce";
    }

    @Override
    public void close() throws IOException {
      socket.close();
      threads.close();
    }
  }
}
