package dev.freshet.cli.chart;

import dev.freshet.cli.chart.BarChart.Bar;
import dev.freshet.cli.chart.Drawing.Anchor;

/// Draws one bar chart.
final class BarDrawing {
  private static final double ROW = 30;
  private static final double THICK = 18;
  private static final int TICKS = 6;

  private BarDrawing() {}

  /// Returns how high it is.
  static double draw(Drawing drawing, BarChart chart) {
    double labels = 0;
    double values = 0;
    double most = 0;
    for (Bar bar : chart.bars()) {
      labels = Math.max(labels, Letters.width(bar.label(), Drawing.FONT));
      values = Math.max(values, Letters.width(text(chart, bar), Drawing.FONT));
      most = Double.isFinite(bar.value()) ? Math.max(most, bar.value()) : most;
    }
    double left = Math.min(labels + 12, Svg.WIDTH / 2);
    double right = Svg.WIDTH - values - 10;
    Scale scale = Scale.ofBars(chart.axis(), most, TICKS);
    double top = 36;
    double bottom = top + chart.bars().size() * ROW;
    axis(drawing, scale, left, right, top, bottom);
    for (int i = 0; i < chart.bars().size(); i++) {
      Bar bar = chart.bars().get(i);
      double middle = top + (i + 0.5) * ROW;
      double length = (right - left) * scale.place(Math.max(0, finite(bar.value())));
      drawing.text(left - 8, middle + 4.5, Anchor.END, "a", bar.label());
      drawing.rectangle(left, middle - THICK / 2, length, THICK, "f0");
      drawing.text(left + length + 6, middle + 4.5, Anchor.START, "a", text(chart, bar));
    }
    drawing.line(left, top, left, bottom, "o");
    drawing.text((left + right) / 2, bottom + 36, Anchor.MIDDLE, "a", chart.axis().title());
    return bottom + 42;
  }

  private static void axis(
      Drawing drawing, Scale scale, double left, double right, double top, double bottom) {
    Ticks ticks = scale.ticks(TICKS);
    double taken = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ticks.values().size(); i++) {
      double x = left + (right - left) * scale.place(ticks.values().get(i));
      double half = Letters.width(ticks.labels().get(i), 12) / 2;
      drawing.line(x, top, x, bottom, "i");
      if (x - half > taken) {
        drawing.text(x, bottom + 17, Anchor.MIDDLE, "k", ticks.labels().get(i));
        taken = x + half + 6;
      }
    }
  }

  private static String text(BarChart chart, Bar bar) {
    return chart.axis().quantity().text(bar.value());
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
