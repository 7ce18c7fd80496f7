package dev.freshet.cli.chart;

import dev.freshet.cli.chart.Series.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Draws a line chart with the characters of a terminal.
public final class TerminalChart {
  private static final int ROWS = 16;

  /// A symbol on the line this often, in columns, so that lines without colour can be told apart.
  private static final int SYMBOL_EVERY = 14;

  private final LineChart chart;
  private final Look look;
  private final Scale across;
  private final Scale up;
  private final Ticks heights;
  private final int left;
  private final int wide;
  private final Dots dots;

  private TerminalChart(LineChart chart, Look look) {
    this.chart = chart;
    this.look = look;
    across = Scale.across(chart.x(), chart.series());
    up = Scale.up(chart.y(), chart.series(), ROWS / 3);
    heights = up.ticks(ROWS / 3);
    left = heights.labels().stream().mapToInt(String::length).max().orElse(0) + 1;
    wide = look.columns() - left - 3;
    dots = new Dots(look, wide, ROWS);
  }

  /// The lines, none wider than the look has columns.
  public static List<String> lines(LineChart chart, Look look) {
    return new TerminalChart(chart, look).lines();
  }

  private List<String> lines() {
    for (int i = 0; i < chart.series().size(); i++) {
      draw(chart.series().get(i), i);
    }
    List<String> lines = new ArrayList<>();
    lines.add(clipped(chart.title()));
    legend(lines);
    lines.add(clipped(chart.y().title()));
    for (int row = 0; row < ROWS; row++) {
      String label = heightLabel(row);
      String edge = look.unicode() ? label.isEmpty() ? "│" : "┤" : label.isEmpty() ? "|" : "+";
      lines.add(" ".repeat(left - label.length()) + label + edge + dots.row(row));
    }
    addAxis(lines);
    String title = clipped(chart.x().title());
    lines.add(" ".repeat(Math.max(0, left + 1 + (wide - title.length()) / 2)) + title);
    return lines;
  }

  private void legend(List<String> lines) {
    StringBuilder line = new StringBuilder();
    int used = 0;
    for (int i = 0; i < chart.series().size(); i++) {
      String name = clipped(chart.series().get(i).name());
      int size = name.length() + 7;
      if (used > 0 && used + size > look.columns()) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        used = 0;
      }
      line.append(dots.sample(i)).append(' ').append(name).append("   ");
      used += size;
    }
    lines.add(line.toString().stripTrailing());
  }

  private void draw(Series series, int number) {
    List<double[]> places = places(series);
    if (series.mark() == Mark.POINTS || places.size() == 1) {
      places.forEach(each -> dots.symbol(each[0], each[1], number));
      return;
    }
    for (int i = 1; i < places.size(); i++) {
      double[] from = places.get(i - 1);
      double[] to = places.get(i);
      dots.line(from[0], from[1], to[0], to[1], number);
    }
    if (look.unicode()) {
      symbols(places, number);
    }
  }

  /// Where the points stand, and the corners between them if they are steps.
  private List<double[]> places(Series series) {
    List<double[]> places = new ArrayList<>();
    for (Point point : series.points()) {
      if (across.axis().holds(point.x()) && up.axis().holds(point.y())) {
        double x = across.place(point.x());
        if (series.mark() == Mark.STEP && !places.isEmpty()) {
          places.add(new double[] {x, places.getLast()[1]});
        }
        places.add(new double[] {x, up.place(point.y())});
      }
    }
    return places;
  }

  /// Symbols along the line, those of different series at different columns.
  private void symbols(List<double[]> places, int number) {
    int next = SYMBOL_EVERY / 2 + number * SYMBOL_EVERY / chart.series().size();
    for (int i = 1; i < places.size(); i++) {
      double[] from = places.get(i - 1);
      double[] to = places.get(i);
      while (to[0] > from[0] && next <= to[0] * (wide - 1)) {
        double x = (double) next / (wide - 1);
        if (x >= from[0]) {
          double share = (x - from[0]) / (to[0] - from[0]);
          dots.symbol(x, from[1] + share * (to[1] - from[1]), number);
        }
        next += SYMBOL_EVERY;
      }
    }
  }

  private String heightLabel(int row) {
    for (int i = 0; i < heights.values().size(); i++) {
      if (dots.rowOf(up.place(heights.values().get(i))) == row) {
        return heights.labels().get(i);
      }
    }
    return "";
  }

  private void addAxis(List<String> lines) {
    char[] axis = new char[wide];
    Arrays.fill(axis, look.unicode() ? '─' : '-');
    char[] labels = new char[wide + left + 3];
    Arrays.fill(labels, ' ');
    Ticks ticks = across.ticks(Math.max(2, wide / 10));
    int taken = -1;
    for (int i = 0; i < ticks.values().size(); i++) {
      int column = (int) Math.round(across.place(ticks.values().get(i)) * (wide - 1));
      String label = ticks.labels().get(i);
      int begin =
          Math.clamp(left + 1L + column - label.length() / 2, 0, labels.length - label.length());
      axis[column] = look.unicode() ? '┬' : '+';
      if (begin > taken) {
        label.getChars(0, label.length(), labels, begin);
        taken = begin + label.length();
      }
    }
    lines.add(" ".repeat(left) + (look.unicode() ? "└" : "+") + new String(axis));
    lines.add(new String(labels).stripTrailing());
  }

  private String clipped(String text) {
    return text.length() <= look.columns() ? text : text.substring(0, look.columns());
  }
}
