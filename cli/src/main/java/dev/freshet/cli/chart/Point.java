package dev.freshet.cli.chart;

/// A point of a series, and how uncertain its height is.
///
/// @param low the lower end of the interval round `y`
/// @param high the upper end; equal to `low` and `y` if nothing is uncertain
public record Point(double x, double y, double low, double high) {
  /// A point that is certain.
  public static Point at(double x, double y) {
    return new Point(x, y, y, y);
  }

  boolean uncertain() {
    return low < high;
  }
}
