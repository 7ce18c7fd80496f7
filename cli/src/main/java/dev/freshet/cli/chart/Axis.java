package dev.freshet.cli.chart;

/// What is measured along one side of a chart.
///
/// @param title what it is, without the unit: the ticks have it
/// @param quantity how its numbers are written
/// @param logarithmic whether equal ratios take equal room; numbers not above 0 are left out then
public record Axis(String title, Quantity quantity, boolean logarithmic) {
  /// Equal differences take equal room; begins at 0 unless something is below.
  public static Axis linear(String title, Quantity quantity) {
    return new Axis(title, quantity, false);
  }

  /// Equal ratios take equal room.
  public static Axis log(String title, Quantity quantity) {
    return new Axis(title, quantity, true);
  }

  /// Whether this number has a place on such an axis.
  boolean holds(double value) {
    return Double.isFinite(value) && (!logarithmic || value > 0);
  }
}
