package dev.freshet.cli.unit;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A length of time in nanoseconds, 0 or more. Written `90s`, `5m`, `1h30m`, `250ms`, `2d`, `1.5h`;
/// a number alone is seconds.
public record Span(long nanos) {
  /// Possessive, which needs no stack however long the text is.
  private static final Pattern SHAPE =
      Pattern.compile("(?:(?:\\d{1,12}(?:\\.\\d{1,9})?)(?:ms|[dhms]))++|\\d{1,12}(?:\\.\\d{1,9})?");

  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|[dhms]|$)");

  private static final double YEAR = 365.25 * 86_400;

  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE / 2);

  public Span {
    if (nanos < 0) {
      throw new IllegalArgumentException("span of " + nanos + " ns");
    }
  }

  /// Null if `text` is not a length of time, or one of more than a century.
  public static @Nullable Span parse(String text) {
    String stripped = text.strip();
    if (!SHAPE.matcher(stripped).matches()) {
      return null;
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(stripped);
    while (part.find()) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosOf(part.group(2))));
    }
    return nanos.compareTo(LONGEST) > 0 ? null : new Span(nanos.longValue());
  }

  private static BigDecimal nanosOf(String unit) {
    long seconds =
        switch (unit) {
          case "d" -> 86_400;
          case "h" -> 3_600;
          case "m" -> 60;
          default -> 1;
        };
    return unit.equals("ms")
        ? BigDecimal.valueOf(1_000_000)
        : BigDecimal.valueOf(seconds * 1_000_000_000L);
  }

  /// The two largest units that say something: `8s`, `2m 05s`, `3h 20m`, `4d 01h`.
  public static String text(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return "%dm %02ds".formatted(seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return "%dh %02dm".formatted(seconds / 3_600, seconds / 60 % 60);
    }
    return "%dd %02dh".formatted(seconds / 86_400, seconds / 3_600 % 24);
  }

  /// The same for a time that was computed, however short or long: `0.25 s`, `8s`, `4d 01h`, `317
  /// years`.
  public static String about(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    return seconds < YEAR ? text(Math.round(seconds)) : digits(seconds / YEAR) + " years";
  }

  /// In seconds alone, with four digits at least: `0.2500 s`, `302.7 s`, `100,000 s`.
  public static String seconds(double seconds) {
    return digits(seconds) + " s";
  }

  private static String digits(double number) {
    if (number >= 1e12) {
      return String.format(Locale.ROOT, "%.3e", number);
    }
    int decimals = 3;
    for (double most = 10; most <= 1000 && number >= most; most *= 10) {
      decimals--;
    }
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }

  @Override
  public String toString() {
    return text(nanos / 1_000_000_000);
  }
}
