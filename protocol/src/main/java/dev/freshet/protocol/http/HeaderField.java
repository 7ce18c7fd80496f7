package dev.freshet.protocol.http;

import java.util.Locale;

/// One header field.
///
/// @param name in lower case, since it means the same in either
/// @param value without space around it
public record HeaderField(String name, String value) {
  private static final String MARKS = "!#$%&'*+-.^_`|~";

  public HeaderField {
    name = name.toLowerCase(Locale.ROOT);
    if (!isToken(name) || !isValue(value)) {
      throw new IllegalArgumentException("header field " + name);
    }
  }

  /// Whether this can be a name, or a method.
  static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(c ->
                (c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || MARKS.indexOf(c) >= 0);
  }

  /// Whether this can be a value: nothing in it that ends a line.
  static boolean isValue(String text) {
    return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
  }
}
