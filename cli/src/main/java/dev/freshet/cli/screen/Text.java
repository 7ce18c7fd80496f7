package dev.freshet.cli.screen;

import java.util.ArrayList;
import java.util.List;

/// Text as a terminal shows it, in columns. Names come from strangers, so nothing that steers a
/// terminal gets through.
public final class Text {
  private Text() {}

  /// The same without control, format (such as right-to-left override) and half characters.
  public static String plain(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(harmless(c) ? c : '\ufffd'));
    return out.toString();
  }

  private static boolean harmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// How many columns a plain text takes.
  public static int width(String text) {
    return text.codePoints().map(Text::width).sum();
  }

  private static int width(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> wide(c) ? 2 : 1;
    };
  }

  private static boolean wide(int c) {
    return (c >= 0x1100 && c <= 0x115f)
        || (c >= 0x2e80 && c <= 0xa4cf)
        || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0xfe30 && c <= 0xfe6f)
        || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0xffe0 && c <= 0xffe6)
        || (c >= 0x1f300 && c <= 0x1faff)
        || (c >= 0x20000 && c <= 0x3fffd);
  }

  /// At most this many columns, with `…` where something was left out at the end.
  public static String clip(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (used + width(c) > columns - 1) {
        break;
      }
      used += width(c);
      out.appendCodePoint(c);
    }
    return columns < 1 ? "" : out.append('…').toString();
  }

  /// Exactly this many columns: clipped, or filled with blanks at the end.
  public static String left(String text, int columns) {
    String clipped = clip(text, columns);
    return clipped + " ".repeat(columns - width(clipped));
  }

  /// Exactly this many columns: clipped, or filled with blanks at the front.
  public static String right(String text, int columns) {
    String clipped = clip(text, columns);
    return " ".repeat(columns - width(clipped)) + clipped;
  }

  /// The words on as many lines as they need, none wider than this unless one word is.
  public static List<String> wrapped(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// `1 peer`, `2 peers`.
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
