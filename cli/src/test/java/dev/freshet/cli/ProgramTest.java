package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.source.Torrents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramTest {
  @TempDir Path folder;
  private final Running running = new Running();

  @Test
  void withoutACommandItSaysWhatThereIs() {
    assertThat(running.run()).isEqualTo(ExitCode.USAGE);
    assertThat(running.err()).startsWith("freshet: ").contains("freshet --help");
    assertThat(running.out()).isEmpty();
  }

  @Test
  void helpIsAResult() {
    assertThat(running.run("--help")).isEqualTo(ExitCode.DONE);
    assertThat(running.out()).contains("Usage: freshet", "show", "freshet get LINK");
    assertThat(running.err()).isEmpty();
  }

  @Test
  void everyCommandAnswersToTheNameThatTheHelpGives() {
    running.run("--help");
    List<String> names =
        running.out().lines().filter(line -> line.matches("  [a-z]+  +[A-Z].*")).toList();
    assertThat(names).hasSizeGreaterThan(10);
    for (String line : names) {
      String name = line.strip().substring(0, line.strip().indexOf(' '));
      Running one = new Running();
      assertThat(one.run(name, "--help")).as(name).isEqualTo(ExitCode.DONE);
      assertThat(one.out()).startsWith("Usage: freshet " + name);
      Running other = new Running();
      assertThat(other.run(name, "-V")).as(name).isEqualTo(ExitCode.DONE);
      assertThat(other.out()).startsWith("freshet 0.").hasLineCount(1);
    }
  }

  @Test
  void aWordThatIsFarFromAllCommandsIsTakenForNone() {
    assertThat(running.run("frobnicate")).isEqualTo(ExitCode.USAGE);
    assertThat(running.err())
        .isEqualTo("freshet: there is no command 'frobnicate'.\nTry 'freshet --help'.\n");
  }

  @Test
  void aMistypedCommandIsTold() {
    assertThat(running.run("shwo")).isEqualTo(ExitCode.USAGE);
    assertThat(running.err())
        .isEqualTo(
            "freshet: there is no command 'shwo'; perhaps 'show' was meant.\nTry 'freshet --help'.\n");
  }

  @Test
  void whatAFlagWantsIsSaidWithoutWordsOfProgrammers() {
    for (String[] wrong :
        new String[][] {
          {"simulate", "--seed", "abc", "'abc' is not a number such as 8."},
          {"share", "--port", "1e3", "'1e3' is not a number such as 8."},
          {"get", "--seed-ratio", "x", "'x' is not a number such as 1.5."},
          {"get", "--transport", "x", "'x' is not both, tcp or utp."},
          {"get", "--encryption", "x", "'x' is not off, allowed, preferred or required."},
          {"simulate", "--mode", "x", "'x' is not full or piece."}
        }) {
      Running one = new Running();
      assertThat(one.run(wrong[0], wrong[1], wrong[2])).isEqualTo(ExitCode.USAGE);
      assertThat(one.err()).contains(": " + wrong[3] + "\nTry ");
    }
    assertThat(running.run("completion", "BASH")).isZero();
    assertThat(running.out())
        .contains("required", "preferred")
        .doesNotContain("REQUIRED", "BASH\"");
  }

  @Test
  void anArgumentTooManyIsTold() {
    assertThat(running.run("show", "a", "b")).isEqualTo(ExitCode.USAGE);
    assertThat(running.err())
        .isEqualTo("freshet: 'b' is one argument too many.\nTry 'freshet show --help'.\n");
  }

  @Test
  void badUsageIsOneSentenceAndAHint() {
    assertThat(running.run("show", "--nonsense", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(running.err())
        .isEqualTo("freshet: Unknown option: '--nonsense'.\nTry 'freshet show --help'.\n");
  }

  @Test
  void showPrintsTheTorrent() throws IOException {
    Path file = Files.write(folder.resolve("a.torrent"), Torrents.small("a").toBytes());
    assertThat(running.run("show", file.toString())).isEqualTo(ExitCode.DONE);
    assertThat(running.out()).startsWith("a\n  info-hash v1  ");
    assertThat(running.err()).isEmpty();
  }

  @Test
  void aFailureIsOneSentence() {
    assertThat(running.run("show", folder.resolve("none").toString())).isEqualTo(ExitCode.FAILED);
    assertThat(running.out()).isEmpty();
    assertThat(running.err()).startsWith("freshet: there is no file ").hasLineCount(1);
  }

  @Test
  void completionAndManualNameEveryCommand() {
    assertThat(running.run("completion", "bash")).isEqualTo(ExitCode.DONE);
    assertThat(running.run("manual")).isEqualTo(ExitCode.DONE);
    assertThat(running.out())
        .contains("complete -F _complete_freshet", ".TH FRESHET 1", ".SS freshet show SOURCE")
        .contains(".B \\-\\-files");
  }

  @Test
  void aSignalDecidesTheExitCode() {
    running.interrupt().raised(15);
    assertThat(running.run("--version")).isEqualTo(143);
  }
}
