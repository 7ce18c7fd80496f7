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
      char expected = in < pattern.length() ? pattern.charAt(in) : 0;
      if (in < pattern.length() && expected == '*') {
        star = in++;
        resume = at;
      } else if (in < pattern.length() && (expected == '?' || expected == text.charAt(at))) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (in < pattern.length() && pattern.charAt(in) == '*') {
      in++;
    }
    return in == pattern.length();
  }
}
