package dev.freshet.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TerminalChartTest {
  private final LineChart chart =
      new LineChart(
          "Time of the last peer",
          Axis.linear("peers", Quantity.COUNT),
          Axis.linear("time", Quantity.SECONDS),
          List.of(
              Series.line("up", List.of(Point.at(0, 0), Point.at(10, 100))),
              Series.step("flat", List.of(Point.at(0, 20), Point.at(10, 20))),
              Series.points("seen", List.of(Point.at(5, 80)))));

  @Test
  void asciiDrawsWithOneLetterASeries() {
    assertThat(TerminalChart.lines(chart, new Look(40, false, false)))
        .containsExactly(
            "Time of the last peer",
            "* up   o flat   + seen",
            "time",
            " 100 s+                             **",
            "      |                           **",
            "      |                         **",
            "  80 s+               +       **",
            "      |                     **",
            "      |                   **",
            "  60 s+                 **",
            "      |               **",
            "      |              **",
            "  40 s+            **",
            "      |          **",
            "      |        **",
            "  20 s+ooooooooooooooooooooooooooooooo",
            "      |    **",
            "      |  **",
            "   0 s+**",
            "      ++--------------+--------------+",
            "       0              5             10",
            "                    peers");
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    for (int columns = 40; columns <= 120; columns++) {
      for (boolean unicode : new boolean[] {true, false}) {
        Look look = new Look(columns, unicode, false);
        assertThat(TerminalChart.lines(chart, look))
            .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(look.columns()));
      }
    }
  }

  @Test
  void coloursComeOnlyWhereTheyAreWanted() {
    assertThat(String.join("", TerminalChart.lines(chart, Look.PLAIN))).doesNotContain("\u001b");
    assertThat(String.join("", TerminalChart.lines(chart, new Look(80, true, true))))
        .contains("\u001b[38;5;33m", "\u001b[0m", "●", "■", "▲");
  }

  @Test
  void asciiStaysAscii() {
    assertThat(String.join("", TerminalChart.lines(chart, new Look(80, false, false))))
        .matches("[\\x20-\\x7e]*");
  }
}
