package dev.freshet.core.api;

/// Patterns in which `*` stands for any characters, none too, and `?` for any one.
final class Wildcards {
  private Wildcards() {}

  /// Whether the whole text fits. Takes at most as many steps as the product of both lengths.
  static boolean fit(String pattern, String text) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (at < text.length()) {
      if (is(pattern, in, '*')) {
        star = in++;
        resume = at;
      } else if (is(pattern, in, '?') || is(pattern, in, text.charAt(at))) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (is(pattern, in, '*')) {
      in++;
    }
    return in == pattern.length();
  }

  private static boolean is(String pattern, int in, char expected) {
    return in < pattern.length() && pattern.charAt(in) == expected;
  }
}
