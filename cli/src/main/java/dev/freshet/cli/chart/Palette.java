package dev.freshet.cli.chart;

import java.util.List;

/// The colours of all drawings, as a style sheet: those of Okabe and Ito, which people who see few
/// colours tell apart, a little stronger on white and a little lighter on black. Each series has
/// its own dashes too.
final class Palette {
  private static final List<String> ON_LIGHT =
      List.of("#0072b2", "#d55e00", "#00835f", "#b0508c", "#b87b00", "#3794c9", "#444444");

  private static final List<String> ON_DARK =
      List.of("#5ab4f0", "#ff8a3d", "#2fc99a", "#e49cc6", "#f0b93a", "#a5d8f5", "#cccccc");

  private static final List<String> DASHES =
      List.of("", "9 4", "2.5 3.5", "12 4 2.5 4", "5 3", "14 5", "8 3 2 3 2 3");

  /// From little to much, one hue.
  private static final List<String> HEAT_ON_LIGHT =
      List.of(
          "#f1f5fa", "#dbe8f4", "#bfd7ec", "#97c0e0", "#66a4d1", "#3d86bf", "#1f68a8", "#0b4a87",
          "#062f5c");

  private static final List<String> HEAT_ON_DARK =
      List.of(
          "#1d232b", "#1d3145", "#1d4160", "#20547f", "#2a6ba0", "#4186c0", "#6ba5d8", "#9cc5ea",
          "#d2e6f8");

  /// How many steps a heat map has.
  static final int HEATS = HEAT_ON_LIGHT.size();

  private Palette() {}

  /// For a drawing's `style` element.
  static String css() {
    StringBuilder out = new StringBuilder();
    out.append(
            ".fc{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;")
        .append("font-size:13px}.fc .t{font-size:16px;font-weight:600}.fc .a{font-size:13px}")
        .append(".fc .k{font-size:12px}.fc path,.fc .e{fill:none;stroke-linejoin:round}");
    for (int i = 0; i < DASHES.size(); i++) {
      String dash = DASHES.get(i).isEmpty() ? "" : ";stroke-dasharray:" + DASHES.get(i);
      out.append(".fc .l").append(i).append("{stroke-width:2.2").append(dash).append("}");
    }
    out.append(theme("#ffffff", "#1b1f24", "#5a6370", "#e3e6ea", ON_LIGHT, HEAT_ON_LIGHT))
        .append("@media (prefers-color-scheme:dark){")
        .append(theme("#15181c", "#eceff3", "#a3acb8", "#2e343c", ON_DARK, HEAT_ON_DARK))
        .append("}");
    return out.toString();
  }

  private static String theme(
      String ground, String ink, String pale, String grid, List<String> series, List<String> heat) {
    StringBuilder out = new StringBuilder();
    out.append(".fc .g{fill:%s}.fc text{fill:%s}.fc .k{fill:%s}".formatted(ground, ink, pale))
        .append(
            ".fc .i{stroke:%s;stroke-width:1}.fc .o{stroke:%s;stroke-width:1}"
                .formatted(grid, pale));
    for (int i = 0; i < series.size(); i++) {
      String colour = series.get(i);
      String its = i + "{";
      out.append(".fc .l").append(its).append("stroke:").append(colour).append("}");
      out.append(".fc .p").append(its).append("fill:").append(colour).append(";stroke:");
      out.append(ground).append(";stroke-width:1.2}");
      out.append(".fc .x").append(its).append("stroke:").append(colour).append(";stroke-width:2}");
      out.append(".fc .e").append(its).append("stroke:").append(colour);
      out.append(";stroke-width:1.3}");
      out.append(".fc .b").append(its).append("fill:").append(colour);
      out.append(";fill-opacity:.18;stroke:none}");
      out.append(".fc .f").append(its).append("fill:").append(colour).append("}");
    }
    for (int i = 0; i < heat.size(); i++) {
      out.append(".fc .h").append(i).append("{fill:").append(heat.get(i)).append("}");
    }
    return out.toString();
  }
}
