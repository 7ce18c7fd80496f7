package dev.freshet.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.lab.PeerProgress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LabTableTest {
  private static final PeerProgress HALF = new PeerProgress(500, 1_000, 2_000, -1);
  private static final PeerProgress DONE = new PeerProgress(1_000, 0, 0, 1.234);
  private static final PeerProgress CLIENT = new PeerProgress(500, 1_000, PeerProgress.SILENT, -1);

  @Test
  void eachPeerHasARow() {
    assertThat(LabTable.lines("both", List.of(HALF, DONE, CLIENT), 1_000, 10))
        .containsExactly(
            "#both",
            "    1  ████████████░░░░░░░░░░░░ 50.0%  ↑ 2.00 kB/s  ↓ 1.00 kB/s",
            "    2  ████████████████████████  100%  ↑     0 B/s  done in 1.23 s",
            "    3  ████████████░░░░░░░░░░░░ 50.0%  ↓ 1.00 kB/s");
  }

  @Test
  void whereNotAllFitThoseThatAreCompleteGoFirst() {
    List<String> lines = LabTable.lines("many", List.of(DONE, HALF, DONE, HALF), 1_000, 4);

    assertThat(lines).hasSize(4).endsWith("  and 2 more");
    assertThat(lines.get(1)).startsWith("    2  ");
    assertThat(lines.get(2)).startsWith("    4  ");
  }
}
