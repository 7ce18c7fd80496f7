package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Freshet among the clients that people have. `-Dit.cells=REGEX` plays some of the cells only, for
/// whoever looks into one.
@Execution(ExecutionMode.CONCURRENT)
final class InteropIT {
  /// What the matrix came to when it was written; it may grow, not shrink.
  private static final int CELLS = 48;

  private static final String CHOSEN = System.getProperty("it.cells", "");

  private static final AtomicInteger PLAYED = new AtomicInteger();

  static List<Cell> cells() {
    Pattern chosen = Pattern.compile(CHOSEN);
    return Matrix.cells().stream().filter(cell -> chosen.matcher(cell.toString()).find()).toList();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyFileArrives(Cell cell) throws Exception {
    Stage.play(cell.toString(), cell::play);
    PLAYED.incrementAndGet();
  }

  @Test
  void transmissionStillRefusesHybrids() throws Exception {
    Stage.play(
        "refusal",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.tree(origin, 1);
          Torrent v1 = Maker.LIBTORRENT.make(stage, origin, content, Flavour.V1, "");
          Torrent hybrid = Maker.LIBTORRENT.make(stage, origin, content, Flavour.HYBRID, "");
          assertThat(stage.answer(List.of("transmission-show", v1.file().toString())))
              .contains(v1.v1());
          assertThat(stage.answer(List.of("transmission-show", hybrid.file().toString())))
              .as("if it has learnt, its hybrid cells belong into the matrix")
              .contains("Error parsing");
        });
  }

  @Test
  void aria2StillMistakesHybrids() throws Exception {
    Stage.play(
        "refusal",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.tree(origin, 1);
          Torrent v1 = Maker.LIBTORRENT.make(stage, origin, content, Flavour.V1, "");
          Torrent hybrid = Maker.LIBTORRENT.make(stage, origin, content, Flavour.HYBRID, "");
          assertThat(stage.answer(List.of("aria2c", "-S", v1.file().toString())))
              .contains("Info Hash: " + v1.v1());
          assertThat(stage.answer(List.of("aria2c", "-S", hybrid.file().toString())))
              .as("if it has learnt, its hybrid cells belong into the matrix")
              .contains("Info Hash: ")
              .doesNotContain(hybrid.v1());
        });
  }

  @AfterAll
  static void everyCellWasPlayed() {
    if (CHOSEN.isEmpty()) {
      assertThat(PLAYED).as("cells played").hasValueGreaterThanOrEqualTo(CELLS);
    }
  }
}
