package dev.freshet.cli.chart;

import dev.freshet.cli.chart.Drawing.Anchor;

/// The place that a chart's points are drawn in, with its two axes.
///
/// @param left where it begins
/// @param right where it ends
/// @param top where the largest stands
/// @param bottom where the smallest stands
record Frame(double left, double right, double top, double bottom, Scale across, Scale up) {
  static final int TICKS_UP = 7;
  private static final double TICK_FONT = 12;

  /// Room for half the last label across.
  private static final double RIGHT = 18;

  /// From this height on, as high as `height`, with room at the left for the ticks.
  static Frame at(double top, double height, Scale across, Scale up) {
    double widest =
        up.ticks(TICKS_UP).labels().stream()
            .mapToDouble(each -> Letters.width(each, TICK_FONT))
            .max()
            .orElse(0);
    return new Frame(Math.max(24, widest + 8), Svg.WIDTH - RIGHT, top, top + height, across, up);
  }

  double x(double value) {
    return left + (right - left) * across.place(value);
  }

  double y(double value) {
    return bottom - (bottom - top) * up.place(value);
  }

  /// Whether both axes have a place for it.
  boolean holds(Point point) {
    return across.axis().holds(point.x()) && up.axis().holds(point.y());
  }

  /// Grid, ticks and titles; returns how deep they reach.
  double draw(Drawing drawing) {
    drawing.text(0, top - 14, Anchor.START, "a", up.axis().title());
    Ticks heights = up.ticks(TICKS_UP);
    for (int i = 0; i < heights.values().size(); i++) {
      double y = y(heights.values().get(i));
      drawing.line(left, y, right, y, "i");
      drawing.text(left - 6, y + 4, Anchor.END, "k", heights.labels().get(i));
    }
    drawing.line(left, bottom, right, bottom, "o");
    acrossTicks(drawing);
    drawing.text((left + right) / 2, bottom + 38, Anchor.MIDDLE, "a", across.axis().title());
    return bottom + 44;
  }

  /// A label that would touch the one before is left out, its tick stays; the last moves in from
  /// the edge.
  private void acrossTicks(Drawing drawing) {
    Ticks ticks = across.ticks(10);
    double taken = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ticks.values().size(); i++) {
      double x = x(ticks.values().get(i));
      String label = ticks.labels().get(i);
      double half = Letters.width(label, TICK_FONT) / 2;
      drawing.line(x, bottom, x, bottom + 5, "o");
      double middle = Math.min(x, Svg.WIDTH - half);
      if (middle - half > taken) {
        drawing.text(middle, bottom + 19, Anchor.MIDDLE, "k", label);
        taken = middle + half + 6;
      }
    }
  }
}
