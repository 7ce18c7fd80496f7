package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.source.Torrents;
import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.api.Event;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is to be done about a trouble is said by the flag or variable that helps.
final class AdviceTest {
  @TempDir Path folder;
  private final Running running = new Running();
  private String torrent = "";
  private String file = "";

  @BeforeEach
  void data() throws IOException {
    torrent = Files.write(folder.resolve("a.torrent"), Torrents.small("a").toBytes()).toString();
    file = Files.writeString(folder.resolve("file"), "a").toString();
  }

  @Test
  void aFolderForWhatIsRememberedThatCannotBeMade() {
    Running nowhere = new Running(Path.of(file));
    assertThat(nowhere.run("get", torrent, "-d", folder.toString())).isEqualTo(1);
    assertThat(nowhere.err())
        .startsWith("freshet: what is remembered of downloads cannot be kept in " + file)
        .endsWith("set XDG_STATE_HOME to another.\n")
        .hasLineCount(1);
  }

  @Test
  void aRecordingThatCannotBeMade() {
    String none = folder.resolve("none").resolve("x").toString();
    assertThat(running.run("get", torrent, "-d", folder.toString(), "--record", none)).isEqualTo(1);
    assertThat(running.err())
        .isEqualTo(
            "freshet: there is no folder %s to write the recording to; make it.\n"
                .formatted(folder.resolve("none")));
  }

  @Test
  void aFileInThePlaceOfTheFolder() {
    assertThat(running.run("get", torrent, "-d", file)).isEqualTo(1);
    assertThat(running.err())
        .isEqualTo("freshet: " + file + " is no folder; choose another --dir.\n");
  }

  @Test
  void aTorrentThatIsOpenHereAlready() {
    Watch watch = new Watch(running.interrupt());
    watch.accept(new Event.DiskTrouble(1, DiskProblem.IN_USE, "somebody has /the/lock"));
    Assertions.assertThatExceptionOfType(Failure.class)
        .isThrownBy(watch::check)
        .satisfies(e ->
            assertThat(e.sentence())
                .isEqualTo(
                    "another Freshet is at work on this torrent in the same folder; let it finish, or use another folder."));
  }

  @Test
  void aPortThatIsTaken() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      String port = String.valueOf(other.getLocalPort());
      for (String[] words :
          new String[][] {
            {"get", torrent, "-d", folder.toString(), "--port", port},
            {"get", torrent, "-d", folder.toString(), "--port", port, "--bind", "0.0.0.0"},
            {"share", file, "--port", port},
            {"tracker", "--port", port}
          }) {
        Running one = new Running();
        assertThat(one.run(words)).as(words[0]).isEqualTo(1);
        assertThat(one.err())
            .as(words[0])
            .isEqualTo(
                "freshet: port %s is in use by another program; choose another port, or 0 for any.\n"
                    .formatted(port));
      }
    }
  }
}
