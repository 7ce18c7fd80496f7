package dev.freshet.cli.chart;

/// What one picture shows.
public sealed interface Figure permits LineChart, BarChart, HeatMap {
  /// One line above it.
  String title();
}
