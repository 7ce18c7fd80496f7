package dev.freshet.cli.chart;

import java.util.List;

/// A value for each cell of a grid, such as who gave how much to whom. More than [#MOST_CELLS] rows
/// or columns are averaged down to that many.
///
/// @param title one line
/// @param columns what the columns are
/// @param rows what the rows are
/// @param quantity what the values are, 0 or more
/// @param values row by row from the top, all of the same length
public record HeatMap(
    String title, String columns, String rows, Quantity quantity, List<double[]> values)
    implements Figure {
  /// So many rows and columns are drawn at most.
  public static final int MOST_CELLS = 100;

  public HeatMap {
    if (values.isEmpty() || values.getFirst().length == 0) {
      throw new IllegalArgumentException("a grid without cells");
    }
    for (double[] row : values) {
      if (row.length != values.getFirst().length) {
        throw new IllegalArgumentException("rows of unequal length");
      }
    }
    values = List.copyOf(values);
  }

  /// The average of the cells that fall into this one of the grid that is drawn.
  double drawn(int row, int column) {
    int top = row * values.size() / drawnRows();
    int bottom = (row + 1) * values.size() / drawnRows();
    int left = column * width() / drawnColumns();
    int right = (column + 1) * width() / drawnColumns();
    double sum = 0;
    for (double[] each : values.subList(top, bottom)) {
      for (int i = left; i < right; i++) {
        sum += each[i];
      }
    }
    return sum / ((double) (bottom - top) * (right - left));
  }

  int drawnRows() {
    return Math.min(values.size(), MOST_CELLS);
  }

  int drawnColumns() {
    return Math.min(width(), MOST_CELLS);
  }

  int width() {
    return values.getFirst().length;
  }
}
