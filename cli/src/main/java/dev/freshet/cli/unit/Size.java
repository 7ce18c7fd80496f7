package dev.freshet.cli.unit;

import org.jspecify.annotations.Nullable;

/// A number of bytes, 0 or more. Written `700MB`, `1.5GiB`, `64k`: without `i` a prefix counts in
/// thousands, with it in 1024s.
public record Size(long bytes) {
  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("size of " + bytes + " bytes");
    }
  }

  /// Null if `text` is not a size.
  public static @Nullable Size parse(String text) {
    Amount amount = Amount.parse(text);
    Long bytes = amount == null ? null : Amount.bytes(amount.number(), amount.unit());
    return bytes == null ? null : new Size(bytes);
  }

  /// Three digits and a decimal prefix: `1.50 GB`.
  public static String text(long bytes) {
    return Amount.decimal(bytes, "B");
  }

  /// A power of two as whole KiB or MiB, such as piece lengths are: `256 KiB`.
  public static String binary(long bytes) {
    if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
      return (bytes >> 20) + " MiB";
    }
    return bytes >= 1 << 10 && bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " B";
  }

  @Override
  public String toString() {
    return text(bytes);
  }
}
