package dev.freshet.protocol;

import org.jspecify.annotations.Nullable;

/// Text of addresses: the strict literals of RFC 4291 section 2.2, written as RFC 5952 says.
///
/// Strict, because what one parser takes for a name another takes for an address (`010.1`,
/// `0x7f.1`) and filters fall in between. Zones (`%eth0`) are refused: an address that came over
/// the network has none.
final class IpLiteral {
  private static final int GROUPS = 8;

  /// The longest literal: eight groups of four, the last two as a dotted quad.
  private static final int MAX_LENGTH = 45;

  private IpLiteral() {}

  /// A dotted quad, or an IPv6 literal with or without brackets.
  static @Nullable IpAddress parse(String text) {
    int length = text.length();
    if (length >= 2 && text.charAt(0) == '[' && text.charAt(length - 1) == ']') {
      return parseV6(text.substring(1, length - 1));
    }
    return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text);
  }

  static @Nullable Endpoint parseEndpoint(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return null;
    }
    String host = text.substring(0, colon);
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    IpAddress ip = bare ? null : parse(host);
    int port = decimal(text.substring(colon + 1), 0xffff);
    return ip == null || port < 0 ? null : new Endpoint(ip, port);
  }

  static String format(IpAddress ip) {
    if (ip.isV4()) {
      int bits = (int) ip.low();
      return (bits >>> 24)
          + "."
          + (bits >>> 16 & 0xff)
          + "."
          + (bits >>> 8 & 0xff)
          + "."
          + (bits & 0xff);
    }
    return formatV6(ip);
  }

  private static @Nullable IpAddress parseV4(String text) {
    long bits = quad(text);
    return bits < 0 ? null : IpAddress.v4((int) bits);
  }

  /// The 32 bits of a dotted quad, or -1.
  private static long quad(String text) {
    String[] octets = text.length() > 15 ? new String[0] : text.split("\\.", -1);
    if (octets.length != 4) {
      return -1;
    }
    long bits = 0;
    for (String octet : octets) {
      int value = decimal(octet, 0xff);
      if (value < 0) {
        return -1;
      }
      bits = bits << 8 | value;
    }
    return bits;
  }

  /// A decimal number without sign or leading zeros, or -1.
  private static int decimal(String digits, int max) {
    int length = digits.length();
    if (length == 0 || length > 5 || (length > 1 && digits.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < length; i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value <= max ? value : -1;
  }

  private static @Nullable IpAddress parseV6(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] all = groups(text, GROUPS);
      return all == null || all.length != GROUPS ? null : assemble(all, new int[0]);
    }
    int[] front = groups(text.substring(0, gap), GROUPS - 1);
    int[] back = groups(text.substring(gap + 2), GROUPS - 1);
    if (front == null || back == null || front.length + back.length >= GROUPS) {
      return null;
    }
    boolean quadInFront = text.indexOf('.') >= 0 && text.indexOf('.') < gap;
    return quadInFront ? null : assemble(front, back);
  }

  /// The 16-bit groups of a part without `::`, a dotted quad at the end counting as two; null if it
  /// is anything else or has more than `max`.
  private static int @Nullable [] groups(String part, int max) {
    if (part.isEmpty()) {
      return new int[0];
    }
    String[] words = part.split(":", -1);
    boolean quad = words[words.length - 1].indexOf('.') >= 0;
    int count = words.length + (quad ? 1 : 0);
    if (count > max) {
      return null;
    }
    int[] groups = new int[count];
    for (int i = 0; i < words.length - (quad ? 1 : 0); i++) {
      groups[i] = hexadecimal(words[i]);
      if (groups[i] < 0) {
        return null;
      }
    }
    if (quad) {
      long bits = quad(words[words.length - 1]);
      if (bits < 0) {
        return null;
      }
      groups[count - 2] = (int) (bits >>> 16);
      groups[count - 1] = (int) bits & 0xffff;
    }
    return groups;
  }

  /// One to four hexadecimal digits, or -1.
  private static int hexadecimal(String digits) {
    if (digits.isEmpty() || digits.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static IpAddress assemble(int[] front, int[] back) {
    int[] all = new int[GROUPS];
    System.arraycopy(front, 0, all, 0, front.length);
    System.arraycopy(back, 0, all, GROUPS - back.length, back.length);
    long high = 0;
    long low = 0;
    for (int i = 0; i < GROUPS / 2; i++) {
      high = high << 16 | all[i];
      low = low << 16 | all[i + GROUPS / 2];
    }
    return new IpAddress(high, low);
  }

  /// Lower case, no leading zeros, the first of the longest runs of two or more zero groups as
  /// `::`.
  private static String formatV6(IpAddress ip) {
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && group(ip, end) == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
      i = Math.max(i, end - 1);
    }
    StringBuilder text = new StringBuilder(MAX_LENGTH);
    for (int i = 0; i < GROUPS; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        if (i > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(group(ip, i)));
      }
    }
    return text.toString();
  }

  private static int group(IpAddress ip, int index) {
    long half = index < GROUPS / 2 ? ip.high() : ip.low();
    return (int) (half >>> (48 - 16 * (index % (GROUPS / 2)))) & 0xffff;
  }
}
