package dev.freshet.protocol;

/// Text from strangers, made fit for a log line or a terminal: no control characters, no line
/// breaks, nothing that turns the direction of writing, no half characters, and not too long.
public final class PlainText {
  private PlainText() {}

  /// What is harmless in the first part of `text`, at most `maxLength` chars of it.
  public static String of(String text, int maxLength) {
    StringBuilder plain = new StringBuilder(Math.min(text.length(), maxLength));
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (!isHarmless(c)) {
        continue;
      }
      if (plain.length() + Character.charCount(c) > maxLength) {
        break;
      }
      plain.appendCodePoint(c);
    }
    return plain.toString().strip();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
