package dev.freshet.cli.chart;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Where numbers stand on an axis.
///
/// @param low at the beginning
/// @param high at the end; above `low`
record Scale(Axis axis, double low, double high) {
  /// An axis along the bottom: from end to end of the points.
  static Scale across(Axis axis, List<Series> all) {
    double[] range = range(axis, all, Point::x, Point::x);
    return spread(axis, range[0], range[1]);
  }

  /// An axis along the left: with some air above, and on a logarithmic axis below.
  static Scale up(Axis axis, List<Series> all, int wantedTicks) {
    double[] range = range(axis, all, Point::low, Point::high);
    Scale tight = spread(axis, range[0], range[1]);
    if (axis.logarithmic()) {
      double air = Math.pow(tight.high / tight.low, 0.06);
      return new Scale(axis, tight.low / air, tight.high * air);
    }
    return toTicks(tight, wantedTicks);
  }

  /// From 0, for bars.
  static Scale ofBars(Axis axis, double most, int wantedTicks) {
    return toTicks(spread(axis, 0, Math.max(0, most)), wantedTicks);
  }

  private static Scale toTicks(Scale tight, int wanted) {
    double step = Ticks.step(tight.axis.quantity(), (tight.high - tight.low) / wanted);
    double low = Math.floor(tight.low / step + 1e-9) * step;
    double high = Math.ceil(tight.high / step - 1e-9) * step;
    return new Scale(tight.axis, low, high);
  }

  /// Not shorter than nothing, and from 0 on a linear axis.
  private static Scale spread(Axis axis, double low, double high) {
    if (low > high) {
      return new Scale(axis, axis.logarithmic() ? 1 : 0, axis.logarithmic() ? 10 : 1);
    }
    if (axis.logarithmic()) {
      return low < high ? new Scale(axis, low, high) : new Scale(axis, low / 2, high * 2);
    }
    double from = Math.min(0, low);
    return new Scale(axis, from, high > from ? high : from + 1);
  }

  private static double[] range(
      Axis axis, List<Series> all, ToDoubleFunction<Point> least, ToDoubleFunction<Point> most) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Series series : all) {
      for (Point point : series.points()) {
        for (double each : new double[] {least.applyAsDouble(point), most.applyAsDouble(point)}) {
          if (axis.holds(each)) {
            low = Math.min(low, each);
            high = Math.max(high, each);
          }
        }
      }
    }
    return new double[] {low, high};
  }

  /// 0 at the beginning, 1 at the end.
  double place(double value) {
    return axis.logarithmic()
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  Ticks ticks(int wanted) {
    return Ticks.of(axis, low, high, wanted);
  }
}
