package dev.freshet.cli;

import dev.freshet.cli.chart.Figure;
import dev.freshet.cli.chart.Look;
import dev.freshet.cli.chart.Page;
import dev.freshet.cli.chart.TerminalChart;
import dev.freshet.cli.json.Json;
import dev.freshet.cli.screen.Text;
import dev.freshet.cli.swarm.SwarmMode;
import dev.freshet.cli.unit.Size;
import dev.freshet.sim.score.GroupScore;
import dev.freshet.sim.score.Interval;
import dev.freshet.sim.score.Limits;
import dev.freshet.sim.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What `simulate` says of its results: in lines for people, as objects for machines, as pictures.
/// All seeds of one swarm are one result.
final class SimulateReport {
  private static final String LEFT_OUT =
      "left out: connections, messages, blocks, delay, jitter and loss";

  private static final List<String> HEADS = List.of("", "last peer", "/ bound", "mean");

  private static final List<String> SWEEP_HEADS =
      List.of("peers", "client-server", "in pieces", "last peer", "/ bound", "mean");

  /// Columns of the tables by number of peers.
  private static final List<Integer> SWEEP_WIDTHS = List.of(9, 15, 14, 20, 18, 20);

  private static final List<String> COST_HEADS =
      List.of("peers", "events", "took", "events a second", "memory a peer");

  private static final List<String> GROUP_HEADS =
      List.of("group", "peers", "last", "mean", "sent / received");

  private final List<String> replay;
  private final boolean swept;
  private final List<List<SwarmResult>> swarms;

  /// @param replay the words of the command, without a seed and a number to sweep to
  /// @param swept whether numbers of peers were given to sweep over, be it just one
  /// @param repeat how many results, one after another, are of the same swarm
  SimulateReport(List<String> replay, boolean swept, int repeat, List<SwarmResult> results) {
    this.replay = replay;
    this.swept = swept;
    this.swarms = new ArrayList<>();
    for (int i = 0; i < results.size(); i += repeat) {
      swarms.add(results.subList(i, i + repeat));
    }
  }

  private boolean sweeping() {
    return swarms.size() > 1;
  }

  // For people.

  List<String> lines(Look look) {
    return sweeping() ? sweep(look) : one(swarms.getFirst());
  }

  private List<String> one(List<SwarmResult> results) {
    SwarmResult first = results.getFirst();
    List<String> lines = new ArrayList<>(List.of(first.job().title()));
    if (first.job().mode() == SwarmMode.PIECE) {
      lines.add(LEFT_OUT);
    }
    lines.add("");
    lines.add(row(HEADS));
    table(results).forEach(row -> lines.add(row(row)));
    lines.add("");
    facts(results, lines);
    groups(first.score().groups(), lines);
    lines.add("");
    costs(results, lines);
    return lines;
  }

  private static List<List<String>> table(List<SwarmResult> results) {
    Limits limits = results.getFirst().score().limits();
    return List.of(
        List.of("client-server, at best", time(limits.clientServer()), "", ""),
        List.of("peer-to-peer, at best", time(limits.peerToPeer()), "", ""),
        List.of("the same in pieces", time(limits.discrete()), "1.000", ""),
        List.of(
            "simulated" + (results.size() > 1 ? ", " + results.size() + " seeds" : ""),
            over(results, Score::last, SimulateReport::time),
            over(results, Score::ratio, SimulateReport::three),
            over(results, Score::mean, SimulateReport::time)));
  }

  private static String row(List<String> cells) {
    return (Text.left(cells.get(0), 24)
            + Text.right(cells.get(1), 20)
            + Text.right(cells.get(2), 18)
            + Text.right(cells.get(3), 20))
        .stripTrailing();
  }

  private static void facts(List<SwarmResult> results, List<String> lines) {
    lines.add(
        "origin sent %s times the file; uplinks were used %s; fairness %s"
            .formatted(
                over(results, Score::originOverSize, SimulateReport::three),
                over(results, Score::utilisation, SimulateReport::percent),
                over(results, Score::fairness, SimulateReport::three)));
    long unfinished = results.stream().mapToLong(each -> each.score().unfinished()).sum();
    if (unfinished > 0) {
      lines.add(Text.count(unfinished, "peer") + " never had everything");
    }
  }

  private static void groups(List<GroupScore> groups, List<String> lines) {
    if (groups.size() > 1) {
      lines.add("");
      lines.add(groupRow(GROUP_HEADS));
      groupTable(groups).forEach(row -> lines.add(groupRow(row)));
    }
  }

  private static List<List<String>> groupTable(List<GroupScore> groups) {
    return groups.stream()
        .map(group ->
            List.of(
                Text.plain(group.name()),
                String.valueOf(group.count()),
                time(group.last()),
                time(group.mean()),
                three((double) group.sent() / Math.max(1, group.received()))))
        .toList();
  }

  private static String groupRow(List<String> cells) {
    return Text.left(cells.get(0), 28)
        + Text.right(cells.get(1), 8)
        + Text.right(cells.get(2), 12)
        + Text.right(cells.get(3), 12)
        + Text.right(cells.get(4), 18);
  }

  private void costs(List<SwarmResult> results, List<String> lines) {
    SwarmResult first = results.getFirst();
    Cost cost = Cost.of(results);
    String memory =
        first.bytesPerPeer() < 1 ? "" : ", " + Size.text(first.bytesPerPeer()) + " a peer";
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d events in %.1f s (%,.0f a second)%s; log %016x",
            cost.events(),
            cost.seconds(),
            cost.rate(),
            memory,
            first.outcome().digest()));
    lines.add("again: " + replay(first, results.size()));
  }

  /// The command that plays this run again, and so many in all from its seed on. A sweep is one to
  /// this number again, since that takes classes of peers by their shares and `--peers` does not.
  private String replay(SwarmResult result, int repeat) {
    List<String> words = new ArrayList<>(replay);
    if (swept) {
      words.addAll(List.of("--sweep", String.valueOf(result.job().scenario().peers())));
    }
    words.addAll(List.of("--seed", String.valueOf(result.job().seed())));
    if (repeat > 1) {
      words.addAll(List.of("--repeat", String.valueOf(repeat)));
    }
    return TypedCommand.of(words);
  }

  private List<String> sweep(Look look) {
    SwarmResult first = swarms.getFirst().getFirst();
    List<String> lines = new ArrayList<>();
    lines.add(first.job().title().replaceFirst(": [0-9,]+ peers?,", ":"));
    lines.add("");
    lines.add(sweepRow(SWEEP_HEADS));
    sweepTable().forEach(row -> lines.add(sweepRow(row)));
    lines.add("");
    lines.addAll(TerminalChart.lines(SimulatePage.overPeers(swarms), look));
    lines.add("");
    lines.add("What it cost to play:");
    lines.add(sweepRow(COST_HEADS));
    costTable().forEach(row -> lines.add(sweepRow(row)));
    return lines;
  }

  /// How the cost of a run grows with the number of peers.
  private List<List<String>> costTable() {
    return swarms.stream().map(SimulateReport::costCells).toList();
  }

  private static List<String> costCells(List<SwarmResult> swarm) {
    Cost cost = Cost.of(swarm);
    long memory = swarm.getFirst().bytesPerPeer();
    return List.of(
        String.valueOf(swarm.getFirst().job().scenario().peers()),
        String.format(Locale.ROOT, "%,d", cost.events()),
        time(cost.seconds()),
        String.format(Locale.ROOT, "%,.0f", cost.rate()),
        memory < 1 ? "-" : Size.text(memory));
  }

  /// What runs cost in all.
  private record Cost(long events, double seconds) {
    static Cost of(List<SwarmResult> results) {
      return new Cost(
          results.stream().mapToLong(each -> each.outcome().events()).sum(),
          results.stream().mapToDouble(SwarmResult::seconds).sum());
    }

    double rate() {
      return events / Math.max(seconds, 1e-9);
    }
  }

  private static String sweepRow(List<String> cells) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      row.append(Text.right(cells.get(i), SWEEP_WIDTHS.get(i)));
    }
    return row.toString();
  }

  private List<List<String>> sweepTable() {
    return swarms.stream().map(SimulateReport::sweepCells).toList();
  }

  private static List<String> sweepCells(List<SwarmResult> swarm) {
    Limits limits = swarm.getFirst().score().limits();
    return List.of(
        String.valueOf(swarm.getFirst().job().scenario().peers()),
        time(limits.clientServer()),
        time(limits.discrete()),
        over(swarm, Score::last, SimulateReport::time),
        over(swarm, Score::ratio, SimulateReport::three),
        over(swarm, Score::mean, SimulateReport::time));
  }

  /// How a number is written.
  private interface Writing {
    String text(double value);
  }

  /// A mean, and how sure it is.
  private static String over(
      List<SwarmResult> results, ToDoubleFunction<Score> what, Writing writing) {
    Interval interval =
        Interval.of(
            results.stream().mapToDouble(each -> what.applyAsDouble(each.score())).toArray());
    String mean = writing.text(interval.mean());
    return results.size() < 2 ? mean : mean + " ± " + writing.text(interval.half());
  }

  private static String time(double seconds) {
    if (Double.isNaN(seconds)) {
      return "-";
    }
    return String.format(Locale.ROOT, seconds < 1000 ? "%,.1f s" : "%,.0f s", seconds);
  }

  private static String three(double number) {
    return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%.3f", number);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  // As pictures.

  /// The picture that says most.
  Figure figure() {
    return sweeping()
        ? SimulatePage.overPeers(swarms)
        : SimulatePage.completion(swarms.getFirst().getFirst());
  }

  /// All of them, with tables.
  Page page(String command) {
    List<SwarmResult> results = swarms.getFirst();
    SwarmResult first = results.getFirst();
    Page page = new Page("Simulated: " + first.job().scenario().name(), command);
    if (sweeping()) {
      page.table(SWEEP_HEADS, sweepTable());
      SimulatePage.sweep(page, swarms);
      page.heading("What it cost to play");
      page.table(COST_HEADS, costTable());
      return page;
    }
    page.paragraph(first.job().title() + ".");
    if (first.job().mode() == SwarmMode.PIECE) {
      page.paragraph("Left out" + LEFT_OUT.substring("left out".length()) + ".");
    }
    page.table(HEADS, table(results));
    List<String> facts = new ArrayList<>();
    facts(results, facts);
    facts.forEach(each -> page.paragraph(each + "."));
    if (first.score().groups().size() > 1) {
      page.table(GROUP_HEADS, groupTable(first.score().groups()));
    }
    SimulatePage.one(page, results);
    return page;
  }

  // For machines.

  /// One object for each number of peers.
  List<Json> json() {
    return swarms.stream().map(each -> SimulateJson.of(each, run -> replay(run, 1))).toList();
  }
}
