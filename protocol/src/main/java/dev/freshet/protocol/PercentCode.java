package dev.freshet.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Percent-encoding of query values (RFC 3986). A plus stands for itself.
public final class PercentCode {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentCode() {}

  /// The text in UTF-8, encoded.
  public static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes, encoded.
  public static String encode(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      if (isUnreserved(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.toHexDigits(b));
      }
    }
    return out.toString();
  }

  /// The text that was encoded, from UTF-8; a percent sign without two digits stands for itself.
  public static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    String in = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    byte[] out = new byte[in.length()];
    int size = 0;
    for (int i = 0; i < in.length(); i++) {
      int escaped = escaped(in, i);
      out[size++] = (byte) (escaped < 0 ? in.charAt(i) : escaped);
      i += escaped < 0 ? 0 : 2;
    }
    return new String(out, 0, size, StandardCharsets.UTF_8);
  }

  /// The byte, 0 to 255, that the three characters from `at` on stand for; -1 if they are no
  /// escape.
  public static int escaped(String text, int at) {
    if (text.charAt(at) != '%'
        || at + 2 >= text.length()
        || !HexFormat.isHexDigit(text.charAt(at + 1))
        || !HexFormat.isHexDigit(text.charAt(at + 2))) {
      return -1;
    }
    return HexFormat.fromHexDigits(text, at + 1, at + 3);
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
