package dev.freshet.cli.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A number and what stands after it, such as `1.5` and `MiB`: what sizes and rates share.
record Amount(BigDecimal number, String unit) {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?)\\s*([A-Za-z/]*)");

  private static final String PREFIXES = "kmgtpe";

  /// Null if `text` does not begin with a number.
  static @Nullable Amount parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    return matcher.matches()
        ? new Amount(new BigDecimal(matcher.group(1)), matcher.group(2))
        : null;
  }

  /// The whole number of bytes that this is when `suffix` is read as bytes with a decimal or binary
  /// prefix; null if it is no such thing or too much to count.
  static @Nullable Long bytes(BigDecimal number, String suffix) {
    BigDecimal factor = factor(suffix);
    if (factor == null) {
      return null;
    }
    BigDecimal bytes = number.multiply(factor).setScale(0, RoundingMode.HALF_UP);
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
        ? (Long) bytes.longValue()
        : null;
  }

  /// What a prefix with an optional `B` stands for: `k`, `MB`, `GiB`, `Ti`.
  private static @Nullable BigDecimal factor(String suffix) {
    String prefix = suffix.toLowerCase(Locale.ROOT);
    if (prefix.endsWith("b")) {
      prefix = prefix.substring(0, prefix.length() - 1);
    }
    if (prefix.isEmpty()) {
      return BigDecimal.ONE;
    }
    int power = PREFIXES.indexOf(prefix.charAt(0)) + 1;
    return switch (prefix.substring(1)) {
      case "" -> power > 0 ? BigDecimal.valueOf(1000).pow(power) : null;
      case "i" -> power > 0 ? BigDecimal.valueOf(1024).pow(power) : null;
      default -> null;
    };
  }

  /// Three significant digits with a decimal prefix: `0 B`, `999 B`, `1.50 GB`.
  static String decimal(long count, String unit) {
    if (count < 1000) {
      return count + " " + unit;
    }
    double shown = count;
    int power = 0;
    while (shown >= 999.5 && power < PREFIXES.length()) {
      shown /= 1000;
      power++;
    }
    String prefix = String.valueOf("kMGTPE".charAt(power - 1));
    String digits = shown < 9.995 ? "%.2f" : shown < 99.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, digits, shown) + " " + prefix + unit;
  }
}
