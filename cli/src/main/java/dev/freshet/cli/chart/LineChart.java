package dev.freshet.cli.chart;

import java.util.List;

/// Series over a common axis.
///
/// @param title one line
/// @param x along the bottom
/// @param y along the left
/// @param series drawn in this order, the last on top; at most [Series#MOST] of them
public record LineChart(String title, Axis x, Axis y, List<Series> series) implements Figure {
  public LineChart {
    if (series.isEmpty() || series.size() > Series.MOST) {
      throw new IllegalArgumentException(series.size() + " series in one chart");
    }
    series = List.copyOf(series);
  }
}
