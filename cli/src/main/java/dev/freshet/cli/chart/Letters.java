package dev.freshet.cli.chart;

/// How wide text will be in a font that we do not choose: a little more than most.
final class Letters {
  private static final String NARROW = "iljtfrI.,:;'|!()[] ";
  private static final String WIDE = "mwMW%@";

  private Letters() {}

  /// The width at this font size.
  static double width(String text, double size) {
    return size * text.codePoints().mapToDouble(Letters::share).sum();
  }

  private static double share(int c) {
    if (NARROW.indexOf(c) >= 0) {
      return 0.36;
    }
    if (WIDE.indexOf(c) >= 0) {
      return 0.95;
    }
    return c >= 0x1100 ? 1.1 : Character.isUpperCase(c) ? 0.74 : 0.61;
  }
}
