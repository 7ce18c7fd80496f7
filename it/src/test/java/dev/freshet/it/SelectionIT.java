package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Fetching some files of a torrent.
@Execution(ExecutionMode.CONCURRENT)
final class SelectionIT {
  private static final String WANTED = "zażółć.bin";

  /// From aria2, and from libtorrent what aria2 does not know: v2, and padding.
  @ParameterizedTest
  @EnumSource(Flavour.class)
  void freshetFetchesOneFile(Flavour flavour) throws Exception {
    fetches(flavour, flavour == Flavour.V1 ? new Aria2() : new LibTorrent());
  }

  private static void fetches(Flavour flavour, Client from) throws Exception {
    Stage.play(
        "one file of " + flavour,
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.tree(origin, 41);
          Torrent torrent = Maker.LIBTORRENT.make(stage, origin, content, flavour, "");
          Peer other = from.join(stage, origin, torrent.file().toString(), false);
          stage.until("the seed's readiness", other.seeding(), other.child());
          Path target = stage.folder("target");
          Child get =
              Program.run(
                  stage,
                  "get",
                  torrent.file().toString(),
                  "--dir",
                  target.toString(),
                  "--peer",
                  other.address(),
                  "--select",
                  WANTED);
          assertThat(get.err()).contains("the selected files are complete and verified");
          Content wanted = content.only(path -> path.endsWith(WANTED));
          assertThat(wanted.files()).hasSize(1);
          assertThat(wanted.missing(target)).isEmpty();
          // a file that shares no piece with it
          assertThat(Files.exists(target.resolve(content.name()).resolve("a big one.bin")))
              .isFalse();
        });
  }

  /// A first seed that shows a piece at a time must notice that not all are wanted.
  @Test
  void aria2FetchesOneFileFromAFirstSeed() throws Exception {
    Stage.play(
        "one file for aria2",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.tree(origin, 42);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.V1, "");
          Path target = stage.folder("target");
          int port = stage.port();
          Child other =
              stage.start(
                  "aria2",
                  List.of(
                      "aria2c",
                      "--no-conf",
                      "--dir=" + target,
                      "--interface=" + Client.HOST,
                      "--listen-port=" + port,
                      "--enable-dht=false",
                      "--enable-dht6=false",
                      "--bt-enable-lpd=false",
                      "--seed-time=0",
                      "--file-allocation=none",
                      "--select-file=5",
                      torrent.file().toString()));
          Child seed =
              Program.start(
                  stage,
                  "seed",
                  torrent.file().toString(),
                  "--dir",
                  origin.toString(),
                  "--super-seed",
                  "--peer",
                  Client.HOST + ":" + port);
          Content wanted = content.only(path -> path.endsWith(WANTED));
          stage.until("the file", () -> wanted.in(target), other, seed);
        });
  }
}
