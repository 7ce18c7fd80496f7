package dev.freshet.cli.chart;

import java.util.Locale;

/// What a number counts: how ticks are spaced and written.
public enum Quantity {
  /// Things, such as peers: `1,000`, `2 M`.
  COUNT,
  /// A pure number, such as a ratio: `1.05`.
  NUMBER,
  /// A part of a whole, from 0 to 1: `50 %`.
  SHARE,
  /// Time: `30 s`, `10 min`, `2 h`, `5 d`.
  SECONDS,
  /// Data in decimal units: `500 MB`.
  BYTES,
  /// Throughput in decimal units: `2 MB/s`.
  BYTES_PER_SECOND;

  static final double MINUTE = 60;
  static final double HOUR = 3_600;
  static final double DAY = 86_400;

  private static final String PREFIXES = "kMGTPE";

  /// The number with its unit, as the tick of an axis whose ticks are so far apart.
  String tick(double value, double step) {
    return text(value, step, unitOfStep(step));
  }

  /// The number with its unit in about three digits.
  public String text(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    double unit = unitOfSize(Math.abs(value));
    double inUnits = Math.abs(value) / unit;
    double step = inUnits == 0 ? 1 : Math.min(1, Math.pow(10, Math.floor(Math.log10(inUnits)) - 2));
    return text(value, step * unit, unit);
  }

  private String text(double value, double step, double unit) {
    return switch (this) {
      case COUNT ->
          Math.abs(value) < 1e6 ? digits(value, Math.max(1, step)) : prefixed(value, step, "");
      case NUMBER -> digits(value, step);
      case SHARE -> digits(100 * value, 100 * step) + " %";
      case SECONDS -> digits(value / unit, step / unit) + timeUnit(unit);
      case BYTES -> prefixed(value, step, "B");
      case BYTES_PER_SECOND -> prefixed(value, step, "B/s");
    };
  }

  /// For time: the longest unit of which the step is a whole number. 1 for all else.
  private double unitOfStep(double step) {
    if (this != SECONDS || step < MINUTE) {
      return 1;
    }
    return step % DAY == 0 ? DAY : step % HOUR == 0 ? HOUR : step % MINUTE == 0 ? MINUTE : 1;
  }

  /// For time: the unit in which people say so long a time. For the others their prefix.
  private double unitOfSize(double size) {
    return switch (this) {
      case COUNT, NUMBER -> 1;
      case SHARE -> 0.01;
      case BYTES, BYTES_PER_SECOND -> Math.pow(1000, power(size));
      case SECONDS ->
          size < 2 * MINUTE ? 1 : size < 2 * HOUR ? MINUTE : size < 2 * DAY ? HOUR : DAY;
    };
  }

  private static String timeUnit(double unit) {
    return unit == DAY ? " d" : unit == HOUR ? " h" : unit == MINUTE ? " min" : " s";
  }

  private static int power(double size) {
    return size < 1000 ? 0 : Math.min((int) (Math.log10(size) / 3 + 1e-9), PREFIXES.length());
  }

  private String prefixed(double value, double step, String unit) {
    int power = power(Math.max(Math.abs(value), step));
    double fine = power == 0 && this == BYTES ? Math.max(1, step) : step;
    double scale = Math.pow(1000, power);
    String prefix = power == 0 ? "" : String.valueOf(PREFIXES.charAt(power - 1));
    String suffix = prefix + unit;
    return digits(value / scale, fine / scale) + (suffix.isEmpty() ? "" : " " + suffix);
  }

  /// As many decimals as such steps need, at most 6, and commas between thousands.
  private static String digits(double value, double step) {
    int decimals = 0;
    double shown = step;
    while (decimals < 6 && Math.abs(shown - Math.rint(shown)) > 1e-6 * shown) {
      shown *= 10;
      decimals++;
    }
    return String.format(Locale.ROOT, "%,." + decimals + "f", value + 0.0);
  }
}
