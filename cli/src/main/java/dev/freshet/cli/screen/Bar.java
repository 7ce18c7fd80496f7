package dev.freshet.cli.screen;

import java.util.Locale;

/// How much of a whole there is, as a bar and as a number.
public final class Bar {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private Bar() {}

  /// A bar of `columns` columns; full only when `part` is `whole`.
  public static String of(long part, long whole, int columns) {
    long cells = columns * 8L;
    long filled =
        whole <= 0
            ? 0
            : part >= whole ? cells : Math.min(cells - 1, (long) (cells * share(part, whole)));
    StringBuilder bar = new StringBuilder("█".repeat((int) (filled / 8)));
    if (filled % 8 > 0) {
      bar.append(EIGHTHS.charAt((int) (filled % 8)));
    }
    return bar.append("░".repeat(columns - bar.length())).toString();
  }

  /// `0.0%` to `99.9%`, rounded down, and `100%` only when `part` is `whole`.
  public static String percent(long part, long whole) {
    if (whole > 0 && part >= whole) {
      return "100%";
    }
    double tenths = whole <= 0 ? 0 : Math.floor(1000 * share(part, whole));
    return String.format(Locale.ROOT, "%.1f%%", Math.min(tenths, 999) / 10);
  }

  private static double share(long part, long whole) {
    return (double) part / whole;
  }
}
