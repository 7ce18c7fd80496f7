package dev.freshet.cli.plan;

import dev.freshet.cli.chart.Look;
import dev.freshet.cli.chart.TerminalChart;
import dev.freshet.cli.screen.Text;
import java.util.ArrayList;
import java.util.List;

/// A plan for people at a terminal.
public final class PlanText {
  private PlanText() {}

  /// Its lines.
  public static List<String> lines(Plan plan, Look look) {
    List<String> lines = new ArrayList<>();
    lines.add(Words.setting(plan.distribution()));
    lines.addAll(Words.peers(plan.distribution()));
    lines.add("");
    table(Words.BOUND_HEADS, Words.bounds(plan), lines);
    lines.add("");
    lines.add("What would help:");
    table(Words.REMEDY_HEADS, Words.remedies(plan), lines);
    lines.add("");
    Words.remarks(plan).forEach(each -> lines.addAll(Text.wrapped(each, look.columns())));
    lines.add("");
    lines.addAll(TerminalChart.lines(PlanPage.overPeers(plan), look));
    return lines;
  }

  /// The first column and the last stand at the left, those between at the right.
  private static void table(List<String> heads, List<List<String>> rows, List<String> lines) {
    List<List<String>> all = new ArrayList<>();
    all.add(heads);
    all.addAll(rows);
    int last = heads.size() - 1;
    boolean numbers = rows.stream().allMatch(row -> row.getLast().matches("[-\\d].*"));
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i <= last; i++) {
        int column = i;
        int wide = all.stream().mapToInt(each -> Text.width(each.get(column))).max().orElse(0);
        boolean left = i == 0 || (i == last && !numbers);
        line.append(i == 0 ? "" : "  ")
            .append(left ? Text.left(row.get(i), wide) : Text.right(row.get(i), wide));
      }
      lines.add(line.toString().stripTrailing());
    }
  }
}
