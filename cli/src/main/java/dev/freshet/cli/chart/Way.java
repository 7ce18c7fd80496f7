package dev.freshet.cli.chart;

import java.util.List;

/// The points of a series as an SVG path. However many there are, a path has at most four to a unit
/// of width: of the points that share one, the first, the lowest, the highest and the last, which
/// look the same.
final class Way {
  private final StringBuilder out = new StringBuilder();
  private final boolean steps;
  private double lastX;
  private double lastY;

  private Way(boolean steps) {
    this.steps = steps;
  }

  /// Straight from point to point.
  static String joined(List<Point> points, Frame frame) {
    return through(points, frame, new Way(false));
  }

  /// Flat to the next point, then up or down to it.
  static String steps(List<Point> points, Frame frame) {
    return through(points, frame, new Way(true));
  }

  private static String through(List<Point> points, Frame frame, Way way) {
    int i = 0;
    while (i < points.size()) {
      double column = Math.floor(frame.x(points.get(i).x()));
      int end = i + 1;
      while (end < points.size() && Math.floor(frame.x(points.get(end).x())) == column) {
        end++;
      }
      way.column(points.subList(i, end), frame);
      i = end;
    }
    return way.out.toString();
  }

  private void column(List<Point> points, Frame frame) {
    int lowest = 0;
    int highest = 0;
    for (int i = 1; i < points.size(); i++) {
      lowest = points.get(i).y() < points.get(lowest).y() ? i : lowest;
      highest = points.get(i).y() > points.get(highest).y() ? i : highest;
    }
    int last = points.size() - 1;
    int before = -1;
    for (int i : new int[] {0, Math.min(lowest, highest), Math.max(lowest, highest), last}) {
      if (i > before) {
        to(frame.x(points.get(i).x()), frame.y(points.get(i).y()));
        before = i;
      }
    }
  }

  private void to(double x, double y) {
    if (out.isEmpty()) {
      out.append('M').append(Markup.number(x)).append(' ').append(Markup.number(y));
    } else if (!steps) {
      out.append('L').append(Markup.number(x)).append(' ').append(Markup.number(y));
    } else {
      if (x != lastX) {
        out.append('H').append(Markup.number(x));
      }
      if (y != lastY) {
        out.append('V').append(Markup.number(y));
      }
    }
    lastX = x;
    lastY = y;
  }
}
