package dev.freshet.cli.chart;

/// Draws figures as SVG. The drawings need nothing from elsewhere, fit their width, and follow the
/// reader's light or dark setting.
public final class Svg {
  /// How wide a drawing is in its own units; shown larger or smaller as the page wants.
  static final double WIDTH = 760;

  /// What is left free round a drawing that stands alone.
  private static final double MARGIN = 16;

  private Svg() {}

  /// A whole SVG file.
  public static String of(Figure figure) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + element(figure, MARGIN, "<style>" + Palette.css() + "</style>\n");
  }

  /// An element for a page that has the palette's style sheet.
  static String inline(Figure figure) {
    return element(figure, 0, "");
  }

  private static String element(Figure figure, double margin, String style) {
    Drawing drawing = new Drawing();
    drawing.text(0, 18, Drawing.Anchor.START, "t", figure.title());
    double height =
        switch (figure) {
          case LineChart chart -> new LineDrawing(drawing, chart).height();
          case BarChart chart -> BarDrawing.draw(drawing, chart);
          case HeatMap map -> HeatDrawing.draw(drawing, map);
        };
    String corner = Markup.number(-margin);
    String wide = Markup.number(WIDTH + 2 * margin);
    String high = Markup.number(height + 2 * margin);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" class="fc" role="img" aria-label="%s" \
    viewBox="%s %s %s %s" width="%s" height="%s">
    %s<rect x="%s" y="%s" width="%s" height="%s" class="g"/>
    %s</svg>
    """
        .formatted(
            Markup.escaped(figure.title()),
            corner,
            corner,
            wide,
            high,
            wide,
            high,
            style,
            corner,
            corner,
            wide,
            high,
            drawing);
  }
}
