package dev.freshet.cli.screen;

import dev.freshet.cli.screen.Swarm.Member;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The live table of `share`: a heading, totals, and a row for each peer, in an order that stays.
public final class SwarmTable {
  private static final int HEAD_ROWS = 4;
  private static final int BAR_COLUMNS = 12;
  private static final String ROW = "  %s  %s  %s %s  %s  %s";

  private SwarmTable() {}

  /// The table in at most `rows` lines. Where not all peers fit, those that are complete go first.
  public static List<String> lines(Swarm swarm, int rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "#"
            + Text.plain(swarm.name())
            + "  "
            + Size.text(swarm.length())
            + "  shared for "
            + Span.text(swarm.seconds())
            + "  ↑ "
            + Rate.text(swarm.rate()));
    lines.add("  " + totals(swarm));
    if (swarm.members().isEmpty()) {
      lines.add("  Nobody has come yet.");
      return lines;
    }
    lines.add("");
    lines.add(row("PEER", "CLIENT", "HAS", "", "SENT", "NOW"));
    List<Member> shown = fitting(swarm, Math.max(1, rows - HEAD_ROWS));
    shown.forEach(member -> lines.add(row(member, swarm.length())));
    int more = swarm.members().size() - shown.size();
    if (more > 0) {
      lines.add("  and " + more + " more");
    }
    return lines;
  }

  /// What is left to say when sharing has ended.
  public static String summary(Swarm swarm) {
    return String.format(
        Locale.ROOT,
        "shared %s for %s: %s, %d complete; sent %s = %.2f × the whole",
        Text.plain(swarm.name()),
        Span.text(swarm.seconds()),
        Text.count(swarm.members().size(), "peer"),
        swarm.complete(),
        Size.text(swarm.sent()),
        swarm.sentOverLength());
  }

  private static String totals(Swarm swarm) {
    return String.format(
        Locale.ROOT,
        "%s, %d complete  %.2f copies out there  sent %s = %.2f × the whole",
        Text.count(swarm.members().size(), "peer"),
        swarm.complete(),
        swarm.copies(),
        Size.text(swarm.sent()),
        swarm.sentOverLength());
  }

  private static List<Member> fitting(Swarm swarm, int rows) {
    List<Member> all = swarm.members();
    if (all.size() <= rows) {
      return all;
    }
    return Stream.concat(
            all.stream().filter(member -> member.have() < swarm.length()),
            all.stream().filter(member -> member.have() >= swarm.length()))
        .limit(rows - 1)
        .toList();
  }

  private static String row(Member member, long length) {
    return row(
        member.address(),
        Text.plain(member.client()),
        Bar.of(member.have(), length, BAR_COLUMNS),
        Bar.percent(member.have(), length),
        Size.text(member.taken()),
        now(member));
  }

  private static String now(Member member) {
    if (!member.here()) {
      return "left";
    }
    return member.rate() == 0 ? "" : Rate.text(member.rate());
  }

  private static String row(
      String peer, String client, String bar, String percent, String taken, String rate) {
    return ROW.formatted(
            Text.left(peer, 21),
            Text.left(client, 14),
            Text.left(bar, BAR_COLUMNS),
            Text.right(percent, 5),
            Text.right(taken, 7),
            Text.right(rate, 9))
        .stripTrailing();
  }
}
