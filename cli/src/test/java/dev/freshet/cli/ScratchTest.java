package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {
  @TempDir Path folder;

  @Test
  void itIsGoneWithAllThatIsInItWhenTheCommandEnds() throws Exception {
    try (Scratch scratch = Scratch.in(folder, 1)) {
      Path room = scratch.room("one");
      Files.createDirectories(room.resolve("a").resolve("b"));
      Files.writeString(room.resolve("a").resolve("c"), "c");
      Scratch.delete(room);
      assertThat(room).doesNotExist();
      Files.writeString(scratch.room("one").resolve("d"), "d");
      assertThat(folder).isNotEmptyDirectory();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void withoutRoomForTheCopiesNothingIsMade() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Scratch.in(folder, Long.MAX_VALUE / 2))
        .satisfies(e -> assertThat(e.sentence()).contains("are free; give another --dir"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aParentThatIsNotThereIsSaid() {
    Path none = folder.resolve("none");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Scratch.in(none, 1))
        .satisfies(e -> assertThat(e.sentence()).contains(none + "; give another --dir."));
  }
}
