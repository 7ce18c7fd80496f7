package dev.freshet.cli.chart;

import java.util.List;

/// Values side by side, a bar for each, from 0.
///
/// @param title one line
/// @param axis what the bars measure; linear
/// @param bars from top to bottom
public record BarChart(String title, Axis axis, List<Bar> bars) implements Figure {
  /// One value, 0 or more, and what it is of.
  public record Bar(String label, double value) {}

  public BarChart {
    if (bars.isEmpty() || axis.logarithmic()) {
      throw new IllegalArgumentException(bars.size() + " bars on " + axis);
    }
    bars = List.copyOf(bars);
  }
}
