package dev.freshet.cli.swarm;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A part of a whole, 0 to 1. Written `20%` or `0.2`.
public record Share(double part) {
  private static final Pattern SHAPE = Pattern.compile("\\d{1,3}(?:\\.\\d{1,6})?\\s*%?");

  public Share {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("a share of " + part);
    }
  }

  /// Null if `text` is not a share.
  public static @Nullable Share parse(String text) {
    String stripped = text.strip();
    if (!SHAPE.matcher(stripped).matches()) {
      return null;
    }
    boolean percent = stripped.endsWith("%");
    String digits = percent ? stripped.substring(0, stripped.length() - 1).strip() : stripped;
    double part = Double.parseDouble(digits) / (percent ? 100 : 1);
    return part <= 1 ? new Share(part) : null;
  }

  /// So much of a number of things, rounded.
  int of(int count) {
    return (int) Math.round(count * part);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4g", 100 * part).replaceFirst("\\.?0+$", "") + "%";
  }
}
