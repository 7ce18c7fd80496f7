package dev.freshet.cli.chart;

import java.util.Locale;

/// Text that is written into XML or HTML.
final class Markup {
  private Markup() {}

  /// With nothing left that could end an element or an attribute, or that XML cannot hold.
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(allowed(c) ? c : '\ufffd');
          }
        });
    return out.toString();
  }

  private static boolean allowed(int c) {
    boolean control = c < 0x20 || c == 0x7f;
    boolean half = c >= 0xd800 && c <= 0xdfff;
    return control ? c == '\n' || c == '\t' : !half && c != 0xfffe && c != 0xffff;
  }

  /// A length in units of the drawing.
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
