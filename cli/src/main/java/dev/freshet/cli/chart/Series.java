package dev.freshet.cli.chart;

import java.util.List;

/// Points that belong together, and how to draw them.
///
/// @param name for the legend; short
/// @param mark how
/// @param points in rising order of `x`
public record Series(String name, Mark mark, List<Point> points) {
  /// So many series can be told apart in one chart.
  public static final int MOST = 7;

  /// How the points of a series are drawn.
  public enum Mark {
    /// Joined; uncertain ones with a band.
    LINE,
    /// Each height held until the next point.
    STEP,
    /// Symbols alone; uncertain ones with a bar.
    POINTS
  }

  public Series {
    points = List.copyOf(points);
  }

  /// Joined points.
  public static Series line(String name, List<Point> points) {
    return new Series(name, Mark.LINE, points);
  }

  /// Heights that are held until the next point.
  public static Series step(String name, List<Point> points) {
    return new Series(name, Mark.STEP, points);
  }

  /// Symbols.
  public static Series points(String name, List<Point> points) {
    return new Series(name, Mark.POINTS, points);
  }
}
