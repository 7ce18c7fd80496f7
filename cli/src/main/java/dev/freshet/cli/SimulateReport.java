package dev.freshet.cli;

import dev.freshet.cli.screen.Text;
import dev.freshet.cli.unit.Size;
import dev.freshet.sim.score.GroupScore;
import dev.freshet.sim.score.Interval;
import dev.freshet.sim.score.Limits;
import dev.freshet.sim.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What `simulate` prints: for each number of peers one picture of all its seeds.
final class SimulateReport {
  private final Shell shell;
  private final String replay;
  private final int repeat;
  private final boolean sweeping;

  /// @param replay the command without a seed
  /// @param sweeping whether there are several numbers of peers
  /// @param repeat how many results, one after another, are of the same swarm
  SimulateReport(Shell shell, String replay, int repeat, boolean sweeping) {
    this.shell = shell;
    this.replay = replay;
    this.repeat = repeat;
    this.sweeping = sweeping;
  }

  // For people.

  void print(List<SwarmResult> results) {
    if (sweeping) {
      sweep(results);
      return;
    }
    SwarmResult first = results.getFirst();
    shell.result(first.job().title());
    shell.result("");
    shell.result(row("", "last peer", "/ bound", "mean"));
    Limits limits = first.score().limits();
    shell.result(row("client-server, at best", time(limits.clientServer()), "", ""));
    shell.result(row("peer-to-peer, at best", time(limits.peerToPeer()), "", ""));
    shell.result(row("the same in pieces", time(limits.discrete()), "1.000", ""));
    shell.result(simulated(results));
    shell.result("");
    facts(results);
    groups(first.score().groups());
    costs(results);
  }

  private static String row(String what, String last, String ratio, String mean) {
    return (Text.left(what, 24)
            + Text.right(last, 20)
            + Text.right(ratio, 18)
            + Text.right(mean, 20))
        .stripTrailing();
  }

  private static String simulated(List<SwarmResult> results) {
    return row(
        "simulated" + (results.size() > 1 ? ", " + results.size() + " seeds" : ""),
        over(results, Score::last, SimulateReport::time),
        over(results, Score::ratio, SimulateReport::three),
        over(results, Score::mean, SimulateReport::time));
  }

  private void facts(List<SwarmResult> results) {
    shell.result(
        "origin sent %s times the file; uplinks were used %s; fairness %s"
            .formatted(
                over(results, Score::originOverSize, SimulateReport::three),
                over(results, Score::utilisation, SimulateReport::percent),
                over(results, Score::fairness, SimulateReport::three)));
    long unfinished = results.stream().mapToLong(each -> each.score().unfinished()).sum();
    if (unfinished > 0) {
      shell.result(Text.count(unfinished, "peer") + " never had everything");
    }
  }

  private void groups(List<GroupScore> groups) {
    if (groups.size() < 2) {
      return;
    }
    shell.result("");
    shell.result(
        Text.left("group", 28)
            + Text.right("peers", 8)
            + Text.right("last", 12)
            + Text.right("mean", 12)
            + Text.right("sent / received", 18));
    for (GroupScore group : groups) {
      double ratio = (double) group.sent() / Math.max(1, group.received());
      shell.result(
          Text.left(Text.plain(group.name()), 28)
              + Text.right(String.valueOf(group.count()), 8)
              + Text.right(time(group.last()), 12)
              + Text.right(time(group.mean()), 12)
              + Text.right(three(ratio), 18));
    }
  }

  private void costs(List<SwarmResult> results) {
    SwarmResult first = results.getFirst();
    long events = results.stream().mapToLong(each -> each.outcome().events()).sum();
    double seconds = results.stream().mapToDouble(SwarmResult::seconds).sum();
    shell.result("");
    String memory =
        first.bytesPerPeer() < 0 ? "" : ", " + Size.text(first.bytesPerPeer()) + " a peer";
    shell.result(
        String.format(
            Locale.ROOT,
            "%,d events in %.1f s (%,.0f a second)%s; log %016x",
            events,
            seconds,
            events / Math.max(seconds, 1e-9),
            memory,
            first.outcome().digest()));
    shell.result("again: " + replay(results) + " --seed " + first.job().seed());
  }

  private void sweep(List<SwarmResult> results) {
    SwarmResult first = results.getFirst();
    shell.result(first.job().title().replaceFirst(": [0-9,]+ peers,", ":"));
    shell.result("");
    shell.result(
        Text.right("peers", 9)
            + Text.right("client-server", 15)
            + Text.right("in pieces", 14)
            + Text.right("last peer", 20)
            + Text.right("/ bound", 18)
            + Text.right("mean", 20));
    for (List<SwarmResult> each : swarms(results)) {
      Limits limits = each.getFirst().score().limits();
      shell.result(
          Text.right(String.valueOf(each.getFirst().job().scenario().peers()), 9)
              + Text.right(time(limits.clientServer()), 15)
              + Text.right(time(limits.discrete()), 14)
              + Text.right(over(each, Score::last, SimulateReport::time), 20)
              + Text.right(over(each, Score::ratio, SimulateReport::three), 18)
              + Text.right(over(each, Score::mean, SimulateReport::time), 20));
    }
  }

  /// In a sweep each number of peers has its own command.
  private String replay(List<SwarmResult> swarm) {
    return sweeping ? replay + " --peers " + swarm.getFirst().job().scenario().peers() : replay;
  }

  private List<List<SwarmResult>> swarms(List<SwarmResult> results) {
    List<List<SwarmResult>> swarms = new ArrayList<>();
    for (int i = 0; i < results.size(); i += repeat) {
      swarms.add(results.subList(i, i + repeat));
    }
    return swarms;
  }

  /// A mean, and how sure it is.
  private interface Writing {
    String text(double value);
  }

  private static String over(
      List<SwarmResult> results, ToDoubleFunction<Score> what, Writing writing) {
    Interval interval = interval(results, what);
    String mean = writing.text(interval.mean());
    return results.size() < 2 ? mean : mean + " ± " + writing.text(interval.half());
  }

  private static Interval interval(List<SwarmResult> results, ToDoubleFunction<Score> what) {
    return Interval.of(
        results.stream().mapToDouble(each -> what.applyAsDouble(each.score())).toArray());
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

  // For machines.

  /// One object for each number of peers.
  void json(List<SwarmResult> results) {
    swarms(results).forEach(each -> shell.result(SimulateJson.of(each, replay(each))));
  }
}
