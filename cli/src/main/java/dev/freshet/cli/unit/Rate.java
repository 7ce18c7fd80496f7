package dev.freshet.cli.unit;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Bytes a second; 0 is no limit. Written `2MB/s`, `1MiB/s`, `16Mbit/s`, `500k`, `0`.
public record Rate(long bytesPerSecond) {
  private static final Pattern BITS = Pattern.compile("([A-Za-z]?i?)(?:bit/s|bits/s|bit|bps)");

  public Rate {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("rate of " + bytesPerSecond + " bytes a second");
    }
  }

  /// Null if `text` is not a rate.
  public static @Nullable Rate parse(String text) {
    Amount amount = Amount.parse(text);
    if (amount == null) {
      return null;
    }
    Matcher bits = BITS.matcher(amount.unit());
    Long bytes =
        bits.matches()
            ? Amount.bytes(amount.number().divide(BigDecimal.valueOf(8)), bits.group(1))
            : Amount.bytes(amount.number(), withoutPerSecond(amount.unit()));
    // what is too slow to be one byte a second is slow, not unlimited
    boolean rounded = bytes != null && bytes == 0 && amount.number().signum() > 0;
    return bytes == null ? null : new Rate(rounded ? 1 : bytes);
  }

  private static String withoutPerSecond(String unit) {
    return unit.endsWith("/s") ? unit.substring(0, unit.length() - 2) : unit;
  }

  /// Three digits and a decimal prefix: `12.3 MB/s`.
  public static String text(long bytesPerSecond) {
    return Amount.decimal(bytesPerSecond, "B/s");
  }

  @Override
  public String toString() {
    return bytesPerSecond == 0 ? "unlimited" : text(bytesPerSecond);
  }
}
