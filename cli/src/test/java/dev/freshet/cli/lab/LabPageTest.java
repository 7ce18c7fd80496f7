package dev.freshet.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.chart.LineChart;
import dev.freshet.cli.chart.Look;
import dev.freshet.cli.chart.Point;
import dev.freshet.cli.chart.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LabPageTest {
  private final List<Finding> findings =
      List.of(Findings.of(1), Findings.of(2), Findings.of(4), Findings.of(8));

  LabPageTest() throws Exception {}

  @Test
  void measuredPointsStandOnTheCurvesOfTheBounds() {
    LineChart chart = LabPage.overPeers(findings);

    assertThat(chart.series().stream().map(Series::mark))
        .containsExactly(
            Series.Mark.LINE,
            Series.Mark.LINE,
            Series.Mark.LINE,
            Series.Mark.POINTS,
            Series.Mark.POINTS);
    assertThat(chart.series().getFirst().points())
        .hasSize(8)
        .startsWith(Point.at(1, 4), Point.at(2, 8), Point.at(3, 12))
        .endsWith(Point.at(8, 32));
    assertThat(chart.series().get(3).points())
        .extracting(Point::x)
        .containsExactly(1.0, 2.0, 4.0, 8.0);
    assertThat(chart.series().get(3).points().getLast().y())
        .isEqualTo(32 * Findings.CLIENT_SERVER_RATIO);
  }

  @Test
  void completionIsAStepForEachPeer() {
    LineChart chart = LabPage.overTime(findings.getLast());

    assertThat(chart.series()).hasSize(2);
    assertThat(chart.series().getLast().points())
        .startsWith(Point.at(0, 0))
        .endsWith(Point.at(32 * Findings.CLIENT_SERVER_RATIO, 8));
  }

  @Test
  void thePageSaysHowItWasMadeAndMeasured() {
    String page = LabPage.page(findings, "freshet lab big.iso --sweep 1,2,4,8").toString();

    assertThat(page)
        .contains(
            "freshet lab big.iso --sweep 1,2,4,8",
            "8.00 MB in 245 pieces of 32 KiB; the origin sends 2.00 MB/s; 8 peers: 2.00 MB/s up,"
                + " unlimited down.",
            "1.010",
            "Peer-to-peer, 8.00 MB",
            "1.040",
            "How it was measured")
        .doesNotContain("NaN");
  }

  @Test
  void rowsAreAsWideAsTheHeads() {
    int width = LabText.head().getLast().length();

    assertThat(width).isLessThan(80);
    assertThat(findings).allSatisfy(each -> assertThat(LabText.row(each)).hasSize(width));
    assertThat(LabText.row(findings.getLast()).replace(" %", "%").strip().split("\\s+"))
        .containsExactly(
            "8", "32.00", "32.32", "1.010", "4.00", "4.03", "4.19", "1.040", "4.19", "1.10", "25%");
    assertThat(LabText.picture(findings, Look.PLAIN))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void machinesGetBoundsAndMeasurements() {
    assertThat(LabJson.of(findings.getFirst()).toString())
        .startsWith("{\"size\":8000000,\"piece_size\":32768,\"pieces\":245,\"peers\":1,")
        .contains(
            "\"client_server_s\":4.0,",
            "\"peer_to_peer_s\":4.0,",
            "\"discrete_s\":4.0,",
            "\"client_server_measured_s\":4.04,",
            "\"last_peer_s\":4.16,",
            "\"mean_s\":4.16,",
            "\"finished_s\":[4.16],",
            "\"origin_sent_over_size\":1.1,");
  }
}
