package dev.freshet.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.api.DiskProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the disk of the system says no to, in words for people.
final class RealDiskTest {
  @TempDir private Path folder;

  @Test
  void aFileWhereAFolderShouldBeIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new RealDisk().folder(file, true))
        .isInstanceOfSatisfying(
            DiskException.class, e -> assertThat(e.problem()).isEqualTo(DiskProblem.BAD_NAME))
        .hasMessage("cannot create folder " + file + ": there is a file of that name");
  }
}
