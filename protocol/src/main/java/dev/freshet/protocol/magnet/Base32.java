package dev.freshet.protocol.magnet;

import dev.freshet.protocol.Hash;
import org.jspecify.annotations.Nullable;

/// Base32 (RFC 4648) of SHA-1 info-hashes, as older magnet links have it.
final class Base32 {
  /// Digits of a SHA-1 value.
  static final int SHA1_DIGITS = 32;

  private Base32() {}

  /// The value of 32 digits of either case; null for anything else.
  static @Nullable Hash parse(String digits) {
    if (digits.length() != SHA1_DIGITS) {
      return null;
    }
    byte[] bytes = new byte[Hash.SHA1_LENGTH];
    int size = 0;
    int bits = 0;
    int count = 0;
    for (int i = 0; i < SHA1_DIGITS; i++) {
      int value = value(digits.charAt(i));
      if (value < 0) {
        return null;
      }
      bits = (bits << 5 | value) & 0xfff;
      count += 5;
      if (count >= 8) {
        count -= 8;
        bytes[size++] = (byte) (bits >>> count);
      }
    }
    return Hash.of(bytes);
  }

  private static int value(char digit) {
    if (digit >= 'a' && digit <= 'z') {
      return digit - 'a';
    }
    if (digit >= 'A' && digit <= 'Z') {
      return digit - 'A';
    }
    return digit >= '2' && digit <= '7' ? digit - '2' + 26 : -1;
  }
}
