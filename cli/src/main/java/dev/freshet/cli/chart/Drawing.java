package dev.freshet.cli.chart;

/// An SVG drawing as it grows: elements at places, in units of about a pixel.
final class Drawing {
  /// The size of most text.
  static final double FONT = 13;

  private final StringBuilder out = new StringBuilder();

  /// Text that begins, is centred or ends there.
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  void text(double x, double y, Anchor anchor, String style, String text) {
    String side =
        switch (anchor) {
          case START -> "";
          case MIDDLE -> " text-anchor=\"middle\"";
          case END -> " text-anchor=\"end\"";
        };
    out.append(
            "<text x=\"%s\" y=\"%s\"%s class=\"%s\">"
                .formatted(Markup.number(x), Markup.number(y), side, style))
        .append(Markup.escaped(text))
        .append("</text>\n");
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    out.append(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>\n"
            .formatted(
                Markup.number(x1), Markup.number(y1), Markup.number(x2), Markup.number(y2), style));
  }

  void rectangle(double x, double y, double width, double height, String style) {
    out.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"%s\"/>\n"
            .formatted(
                Markup.number(x),
                Markup.number(y),
                Markup.number(width),
                Markup.number(height),
                style));
  }

  /// A path in SVG's own letters.
  void path(String way, String style) {
    if (!way.isEmpty()) {
      out.append("<path d=\"").append(way).append("\" class=\"").append(style).append("\"/>\n");
    }
  }

  /// A symbol of the series with this number: each has a shape of its own.
  void symbol(double x, double y, int series) {
    String way =
        switch (series) {
          case 0 -> "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z";
          case 1 -> "M-3.6 -3.6h7.2v7.2h-7.2z";
          case 2 -> "M0 -4.8L4.6 3.4H-4.6z";
          case 3 -> "M0 -5.2L4.6 0L0 5.2L-4.6 0z";
          case 4 -> "M0 4.8L4.6 -3.4H-4.6z";
          case 5 -> "M-4 -4L4 4M-4 4L4 -4";
          default -> "M0 -5V5M-5 0H5";
        };
    out.append(
        "<path transform=\"translate(%s %s)\" d=\"%s\" class=\"%s\"/>\n"
            .formatted(
                Markup.number(x), Markup.number(y), way, series < 5 ? "p" + series : "x" + series));
  }

  /// What is drawn so far.
  @Override
  public String toString() {
    return out.toString();
  }
}
