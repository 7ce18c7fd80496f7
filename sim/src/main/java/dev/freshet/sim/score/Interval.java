package dev.freshet.sim.score;

/// A mean of several runs, and how sure it is.
///
/// @param mean of all values
/// @param half half the width of the 95 % confidence interval round it (Student's t); NaN for a
///   single value
public record Interval(double mean, double half) {
  /// The 97.5 % quantiles of Student's t for 1 to 10 degrees of freedom.
  private static final double[] QUANTILES = {
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281
  };

  /// That of the normal distribution.
  private static final double NORMAL = 1.959964;

  /// The interval of these values, one or more.
  public static Interval of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    if (values.length == 1) {
      return new Interval(mean, Double.NaN);
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    int degrees = values.length - 1;
    double deviation = Math.sqrt(squares / degrees);
    return new Interval(mean, quantile(degrees) * deviation / Math.sqrt(values.length));
  }

  /// From the table, and beyond it by Fisher's expansion, good to four digits there.
  static double quantile(int degrees) {
    if (degrees <= QUANTILES.length) {
      return QUANTILES[degrees - 1];
    }
    double z = NORMAL;
    double first = (Math.pow(z, 3) + z) / 4;
    double second = (5 * Math.pow(z, 5) + 16 * Math.pow(z, 3) + 3 * z) / 96;
    double third = (3 * Math.pow(z, 7) + 19 * Math.pow(z, 5) + 17 * Math.pow(z, 3) - 15 * z) / 384;
    return z + first / degrees + second / Math.pow(degrees, 2) + third / Math.pow(degrees, 3);
  }
}
