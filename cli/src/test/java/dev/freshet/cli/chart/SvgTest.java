package dev.freshet.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cli.chart.BarChart.Bar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

final class SvgTest {
  private static final Axis PEERS = Axis.log("peers", Quantity.COUNT);
  private static final Axis TIME = Axis.log("time of the last peer", Quantity.SECONDS);

  private static LineChart chart(Series... series) {
    return new LineChart("Time & <peers>", PEERS, TIME, List.of(series));
  }

  @Test
  void textIsTextAndTheDrawingIsXml() {
    Document drawn =
        Drawn.read(Svg.of(chart(Series.line("\"a\" < b\u0000", List.of(Point.at(1, 10))))));
    assertThat(drawn.getDocumentElement().getAttribute("aria-label")).isEqualTo("Time & <peers>");
    assertThat(Drawn.texts(drawn)).contains("Time & <peers>", "\"a\" < b\ufffd", "peers");
  }

  @Test
  void itIsTheSameInEveryLanguage() {
    LineChart chart = chart(Series.line("a", List.of(Point.at(1, 1000), Point.at(1000, 1.5e6))));
    String svg = Svg.of(chart);
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(Svg.of(chart)).isEqualTo(svg);
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  @Test
  void ticksAreRoundAndHaveUnits() {
    Series series = Series.line("a", List.of(Point.at(1, 1000), Point.at(1000, 1_000_000)));
    Document drawn = Drawn.read(Svg.of(chart(series)));
    assertThat(Drawn.texts(drawn)).contains("1", "10", "100", "1,000", "1 h", "10 h", "1 d");
    assertThat(Drawn.touching(drawn)).isFalse();
  }

  @Test
  void theLastTickHasItsLabelWithinTheDrawing() {
    Series series = Series.line("a", List.of(Point.at(1, 10), Point.at(10_000, 10)));
    Document drawn = Drawn.read(Svg.of(chart(series)));
    assertThat(Drawn.texts(drawn)).contains("10,000");
  }

  @Test
  void labelsNeverTouchWhateverTheRange() {
    for (Quantity quantity : Quantity.values()) {
      for (double most = 1e-3; most < 1e13; most *= 3.7) {
        for (Axis axis : List.of(Axis.linear("x", quantity), Axis.log("x", quantity))) {
          List<Point> points = List.of(Point.at(most / 7, 1), Point.at(most, most));
          LineChart chart = new LineChart("t", axis, axis, List.of(Series.line("a", points)));
          assertThat(Drawn.touching(Drawn.read(Svg.of(chart)))).isFalse();
        }
      }
    }
  }

  @Test
  void everySeriesHasItsOwnDashesAndSymbol() {
    assertThat(Palette.css()).contains(".fc .l1{stroke-width:2.2;stroke-dasharray:9 4}");
    List<Point> points = List.of(Point.at(1, 1), Point.at(2, 2));
    Document drawn =
        Drawn.read(Svg.of(chart(Series.line("line", points), Series.points("dots", points))));
    assertThat(Drawn.styled(drawn, "line", "l0")).hasSize(1);
    assertThat(Drawn.styled(drawn, "path", "l0")).hasSize(1);
    assertThat(Drawn.styled(drawn, "path", "p1")).hasSize(3);
  }

  @Test
  void lightAndDarkFollowTheReader() {
    assertThat(Svg.of(chart(Series.line("a", List.of())))).contains("prefers-color-scheme:dark");
  }

  @Test
  void whatHasNoPlaceIsLeftOut() {
    Series series =
        Series.points(
            "a",
            List.of(Point.at(0, 5), Point.at(1, Double.NaN), Point.at(2, 5), Point.at(3, 1.0 / 0)));
    Document drawn = Drawn.read(Svg.of(chart(series)));
    assertThat(Drawn.styled(drawn, "path", "p0")).hasSize(2);
  }

  @Test
  void stepsGoFlatThenUp() {
    Axis linear = Axis.linear("x", Quantity.NUMBER);
    LineChart chart =
        new LineChart(
            "t",
            linear,
            linear,
            List.of(Series.step("a", List.of(Point.at(0, 0), Point.at(5, 10), Point.at(10, 10)))));
    Document drawn = Drawn.read(Svg.of(chart));
    assertThat(Drawn.styled(drawn, "path", "l0").getFirst().getAttribute("d"))
        .matches("M[\\d.]+ [\\d.]+H[\\d.]+V[\\d.]+H[\\d.]+");
  }

  @Test
  void aHundredThousandPointsStayASmallFile() {
    List<Point> points = new ArrayList<>();
    for (int i = 1; i <= 100_000; i++) {
      points.add(Point.at(i, 1 + i % 17));
    }
    String svg = Svg.of(chart(Series.line("a", points), Series.step("b", points)));
    assertThat(svg.length()).isLessThan(100_000);
  }

  @Test
  void uncertainPointsHaveBarsAndUncertainLinesABand() {
    List<Point> points = List.of(new Point(1, 5, 4, 7), new Point(2, 6, 5, 8));
    Document drawn =
        Drawn.read(Svg.of(chart(Series.line("a", points), Series.points("b", points))));
    assertThat(Drawn.styled(drawn, "path", "b0")).hasSize(1);
    assertThat(Drawn.styled(drawn, "line", "e1")).hasSize(6);
  }

  @Test
  void barsAreAsLongAsTheirValues() {
    Axis time = Axis.linear("time", Quantity.SECONDS);
    Document drawn =
        Drawn.read(
            Svg.of(new BarChart("t", time, List.of(new Bar("a", 100), new Bar("half", 50)))));
    List<Double> lengths =
        Drawn.styled(drawn, "rect", "f0").stream()
            .map(each -> Double.valueOf(each.getAttribute("width")))
            .toList();
    assertThat(lengths.getFirst() / lengths.getLast()).isBetween(1.99, 2.01);
    assertThat(Drawn.texts(drawn)).contains("a", "half", "100 s", "50.0 s");
  }

  @Test
  void aHeatMapShadesItsCellsAndAveragesManyDownToAHundred() {
    HeatMap small =
        new HeatMap(
            "t", "to", "from", Quantity.BYTES, List.of(new double[] {0, 8}, new double[] {4, 4}));
    Document drawn = Drawn.read(Svg.of(small));
    assertThat(Drawn.texts(drawn)).contains("to", "from", "8 B", "4 B", "0 B");
    assertThat(Drawn.styled(drawn, "rect", "h8")).hasSize(2);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      double[] row = new double[1000];
      row[i] = 10;
      rows.add(row);
    }
    HeatMap large = new HeatMap("t", "to", "from", Quantity.NUMBER, rows);
    assertThat(large.drawn(3, 3)).isEqualTo(1);
    assertThat(large.drawn(3, 4)).isZero();
    assertThat(Svg.of(large).length()).isLessThan(60_000);
  }

  @Test
  void moreSeriesThanCanBeToldApartAreOurFault() {
    Series[] many = new Series[Series.MOST + 1];
    Arrays.fill(many, Series.line("a", List.of()));
    assertThatThrownBy(() -> chart(many)).isInstanceOf(IllegalArgumentException.class);
  }
}
