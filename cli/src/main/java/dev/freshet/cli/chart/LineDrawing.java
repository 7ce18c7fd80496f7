package dev.freshet.cli.chart;

import dev.freshet.cli.chart.Drawing.Anchor;
import dev.freshet.cli.chart.Series.Mark;
import java.util.List;

/// Draws one line chart.
final class LineDrawing {
  private static final double HEIGHT = 340;
  private static final double SAMPLE = 34;

  private final Drawing drawing;
  private final Frame frame;
  private final double height;

  LineDrawing(Drawing drawing, LineChart chart) {
    this.drawing = drawing;
    double top = legend(chart.series(), 42) + 46;
    frame =
        Frame.at(
            top,
            HEIGHT,
            Scale.across(chart.x(), chart.series()),
            Scale.up(chart.y(), chart.series(), Frame.TICKS_UP));
    height = frame.draw(drawing);
    for (int i = 0; i < chart.series().size(); i++) {
      draw(chart.series().get(i), i);
    }
  }

  /// How high the drawing is.
  double height() {
    return height;
  }

  /// Names beside samples, as many in a row as fit; returns the height of the last row.
  private double legend(List<Series> all, double y) {
    double x = 0;
    double row = y;
    for (int i = 0; i < all.size(); i++) {
      double wide = SAMPLE + 8 + Letters.width(all.get(i).name(), Drawing.FONT) + 22;
      if (x > 0 && x + wide > Svg.WIDTH) {
        x = 0;
        row += 20;
      }
      if (all.get(i).mark() == Mark.POINTS) {
        drawing.symbol(x + SAMPLE / 2, row, i);
      } else {
        drawing.line(x, row, x + SAMPLE, row, "l" + i);
      }
      drawing.text(x + SAMPLE + 8, row + 4.5, Anchor.START, "a", all.get(i).name());
      x += wide;
    }
    return row;
  }

  private void draw(Series series, int number) {
    List<Point> points = series.points().stream().filter(frame::holds).toList();
    switch (series.mark()) {
      case POINTS -> symbols(points, number);
      case LINE -> {
        band(points, number);
        drawing.path(Way.joined(points, frame), "l" + number);
      }
      case STEP -> drawing.path(Way.steps(points, frame), "l" + number);
    }
    if (series.mark() != Mark.POINTS && points.size() == 1) {
      symbols(points, number);
    }
  }

  private void symbols(List<Point> points, int number) {
    for (Point point : points) {
      double x = frame.x(point.x());
      if (point.uncertain()) {
        double low = frame.y(lowest(point));
        double high = frame.y(point.high());
        drawing.line(x, low, x, high, "e" + number);
        drawing.line(x - 4, low, x + 4, low, "e" + number);
        drawing.line(x - 4, high, x + 4, high, "e" + number);
      }
      drawing.symbol(x, frame.y(point.y()), number);
    }
  }

  private void band(List<Point> points, int number) {
    if (points.stream().noneMatch(Point::uncertain)) {
      return;
    }
    StringBuilder way = new StringBuilder();
    for (Point point : points) {
      way.append(way.isEmpty() ? 'M' : 'L').append(place(point.x(), point.high()));
    }
    for (Point point : points.reversed()) {
      way.append('L').append(place(point.x(), lowest(point)));
    }
    drawing.path(way.append('z').toString(), "b" + number);
  }

  /// What of the interval is on the axis.
  private double lowest(Point point) {
    return frame.up().axis().holds(point.low()) ? point.low() : frame.up().low();
  }

  private String place(double x, double y) {
    return Markup.number(frame.x(x)) + " " + Markup.number(frame.y(y));
  }
}
