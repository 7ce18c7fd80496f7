package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LabCommandTest {
  @TempDir Path folder;
  private final Running running = new Running();
  private String file = "";

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.write(folder.resolve("file"), new byte[100_000]).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--peers 0",
        "--peers 65",
        "--peers 2 --sweep 1..3",
        "--sweep 0..3",
        "--sweep 1..65",
        "--up 0",
        "--origin-up 0",
        "--piece-size 3",
        "--class 2:none",
        "--peers 2 --class 3:1MB/s",
        "--sweep 1,2 --class 3:1MB/s",
      })
  void whatMakesNoSenseIsBadUsage(String words) {
    String[] arguments = ("lab " + file + " " + words).split(" ");
    assertThat(running.run(arguments)).isEqualTo(ExitCode.USAGE);
    assertThat(running.out()).isEmpty();
    assertThat(running.err()).startsWith("freshet: ");
  }

  @Test
  void aFileThatCannotBeHandedOutIsSaid() throws IOException {
    String empty = Files.createFile(folder.resolve("empty")).toString();
    assertThat(running.run("lab", empty)).isEqualTo(ExitCode.FAILED);
    assertThat(running.run("lab", folder.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(running.err())
        .isEqualTo(
            "freshet: %s is empty; give a file with something in it.\n".formatted(empty)
                + "freshet: %s is not a file; give one to hand out.\n".formatted(folder));
  }

  @Test
  void aSignalEndsItAndNothingIsLeft() throws IOException {
    Path copies = Files.createDirectory(folder.resolve("copies"));
    running.interrupt().raised(2);
    assertThat(running.run("lab", file, "--dir", copies.toString(), "--origin-up", "10kB/s"))
        .isEqualTo(130);
    assertThat(copies).isEmptyDirectory();
  }
}
