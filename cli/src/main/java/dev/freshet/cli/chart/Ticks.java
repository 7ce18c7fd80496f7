package dev.freshet.cli.chart;

import java.util.ArrayList;
import java.util.List;

/// Round numbers along an axis.
///
/// @param values rising
/// @param labels one for each
record Ticks(List<Double> values, List<String> labels) {
  private static final double[] DECIMAL = {1, 2, 5, 10};

  private static final double[] TIMES = {
    Quantity.MINUTE,
    2 * Quantity.MINUTE,
    5 * Quantity.MINUTE,
    10 * Quantity.MINUTE,
    30 * Quantity.MINUTE,
    Quantity.HOUR,
    2 * Quantity.HOUR,
    6 * Quantity.HOUR,
    12 * Quantity.HOUR,
    Quantity.DAY
  };

  private static final double[] TIMES_BY_TEN = {
    Quantity.MINUTE, 10 * Quantity.MINUTE, Quantity.HOUR, 10 * Quantity.HOUR, Quantity.DAY
  };

  private static final double[] TIMES_BY_THREE = {
    Quantity.MINUTE,
    3 * Quantity.MINUTE,
    10 * Quantity.MINUTE,
    30 * Quantity.MINUTE,
    Quantity.HOUR,
    3 * Quantity.HOUR,
    10 * Quantity.HOUR,
    Quantity.DAY,
    3 * Quantity.DAY
  };

  /// Ticks from `low` to `high`, about as many as `wanted` at most.
  static Ticks of(Axis axis, double low, double high, int wanted) {
    return axis.logarithmic()
        ? logarithmic(axis.quantity(), low, high, wanted)
        : linear(axis.quantity(), low, high, wanted);
  }

  private static Ticks linear(Quantity quantity, double low, double high, int wanted) {
    double step = step(quantity, (high - low) / wanted);
    List<Double> values = new ArrayList<>();
    double slack = step * 1e-6;
    for (double i = Math.ceil((low - slack) / step); i * step <= high + slack; i++) {
      values.add(i * step);
    }
    return new Ticks(values, values.stream().map(each -> quantity.tick(each, step)).toList());
  }

  /// The smallest round step of at least `least`.
  static double step(Quantity quantity, double least) {
    if (quantity == Quantity.SECONDS && least > 30 && least <= Quantity.DAY) {
      return firstFrom(TIMES, least);
    }
    if (quantity == Quantity.SECONDS && least > 20 && least <= 30) {
      return 30;
    }
    double unit = quantity == Quantity.SECONDS && least > Quantity.DAY ? Quantity.DAY : 1;
    double power = Math.pow(10, Math.floor(Math.log10(least / unit) + 1e-9));
    double step = firstFrom(DECIMAL, least / unit / power * (1 - 1e-9)) * power * unit;
    return quantity == Quantity.COUNT ? Math.max(1, step) : step;
  }

  private static double firstFrom(double[] rising, double least) {
    for (double each : rising) {
      if (each >= least) {
        return each;
      }
    }
    return rising[rising.length - 1];
  }

  private static Ticks logarithmic(Quantity quantity, double low, double high, int wanted) {
    List<Double> coarse = powers(quantity, low, high, new double[] {1}, TIMES_BY_TEN);
    List<Double> medium = powers(quantity, low, high, new double[] {1, 3}, TIMES_BY_THREE);
    List<Double> fine = powers(quantity, low, high, new double[] {1, 2, 5}, TIMES_BY_THREE);
    List<Double> chosen =
        fine.size() <= wanted && quantity != Quantity.SECONDS
            ? fine
            : medium.size() <= wanted ? medium : coarse;
    if (chosen.size() < 3) {
      return linear(quantity, low, high, wanted);
    }
    int every = (chosen.size() + wanted - 1) / wanted;
    List<Double> kept = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i += every) {
      kept.add(chosen.get(i));
    }
    return new Ticks(kept, kept.stream().map(each -> quantity.tick(each, each)).toList());
  }

  /// These multiples of all powers of ten; for time, these times from a minute to a day, and powers
  /// of ten of seconds below and of days above.
  private static List<Double> powers(
      Quantity quantity, double low, double high, double[] multiples, double[] times) {
    List<Double> found = new ArrayList<>();
    boolean time = quantity == Quantity.SECONDS;
    decades(low, time ? Math.min(high, Quantity.MINUTE - 1) : high, 1, multiples, found);
    if (time) {
      for (double each : times) {
        if (each >= low * (1 - 1e-9) && each <= high * (1 + 1e-9) && each <= Quantity.DAY) {
          found.add(each);
        }
      }
      double aboveDay = Quantity.DAY * 1.5;
      decades(Math.max(low, aboveDay), high, Quantity.DAY, multiples, found);
    }
    return found;
  }

  private static void decades(
      double low, double high, double unit, double[] multiples, List<Double> found) {
    if (!(low <= high)) {
      return;
    }
    int first = (int) Math.floor(Math.log10(low / unit));
    int last = (int) Math.ceil(Math.log10(high / unit));
    for (int power = first; power <= last; power++) {
      for (double multiple : multiples) {
        double value = multiple * power(power) * unit;
        if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
          found.add(value);
        }
      }
    }
  }

  /// Exact where a double is.
  private static double power(int exponent) {
    return Double.parseDouble("1e" + exponent);
  }
}
