package dev.freshet.cli.chart;

import dev.freshet.cli.chart.Drawing.Anchor;

/// Draws one heat map.
final class HeatDrawing {
  private static final double SIDE = 460;
  private static final double LEFT = 40;

  private HeatDrawing() {}

  /// Returns how high it is.
  static double draw(Drawing drawing, HeatMap map) {
    double top = 62;
    double cell = Math.min(SIDE / map.drawnRows(), (Svg.WIDTH - LEFT - 120) / map.drawnColumns());
    double right = LEFT + cell * map.drawnColumns();
    double bottom = top + cell * map.drawnRows();
    double most = 0;
    for (int row = 0; row < map.drawnRows(); row++) {
      for (int column = 0; column < map.drawnColumns(); column++) {
        most = Math.max(most, finite(map.drawn(row, column)));
      }
    }
    for (int row = 0; row < map.drawnRows(); row++) {
      row(drawing, map, row, top + row * cell, cell, most);
    }
    drawing.text(0, top - 12, Anchor.START, "a", map.rows());
    drawing.text(LEFT - 6, top + 10, Anchor.END, "k", "1");
    drawing.text(LEFT - 6, bottom, Anchor.END, "k", Quantity.COUNT.text(map.values().size()));
    drawing.text(LEFT, bottom + 16, Anchor.START, "k", "1");
    drawing.text(right, bottom + 16, Anchor.END, "k", Quantity.COUNT.text(map.width()));
    drawing.text((LEFT + right) / 2, bottom + 34, Anchor.MIDDLE, "a", map.columns());
    key(drawing, map.quantity(), right + 24, top, most);
    return Math.max(bottom + 40, top + 20 * Palette.HEATS + 20);
  }

  /// Neighbours of one colour are one rectangle.
  private static void row(
      Drawing drawing, HeatMap map, int row, double y, double cell, double most) {
    int begin = 0;
    for (int column = 1; column <= map.drawnColumns(); column++) {
      int heat = heat(map.drawn(row, begin), most);
      if (column == map.drawnColumns() || heat(map.drawn(row, column), most) != heat) {
        drawing.rectangle(LEFT + begin * cell, y, (column - begin) * cell, cell, "h" + heat);
        begin = column;
      }
    }
  }

  /// What the colours mean, the most on top.
  private static void key(Drawing drawing, Quantity quantity, double x, double top, double most) {
    for (int heat = 0; heat < Palette.HEATS; heat++) {
      double y = top + (Palette.HEATS - 1 - heat) * 20;
      drawing.rectangle(x, y, 18, 20, "h" + heat);
    }
    drawing.text(x + 24, top + 10, Anchor.START, "k", quantity.text(most));
    drawing.text(x + 24, top + 10 * Palette.HEATS + 4, Anchor.START, "k", quantity.text(most / 2));
    drawing.text(x + 24, top + 20 * Palette.HEATS, Anchor.START, "k", quantity.text(0));
  }

  private static int heat(double value, double most) {
    return most <= 0 ? 0 : (int) Math.min(Palette.HEATS - 1, finite(value) / most * Palette.HEATS);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? Math.max(0, value) : 0;
  }
}
