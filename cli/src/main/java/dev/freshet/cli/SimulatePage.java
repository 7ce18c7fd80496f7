package dev.freshet.cli;

import dev.freshet.cli.chart.Axis;
import dev.freshet.cli.chart.HeatMap;
import dev.freshet.cli.chart.LineChart;
import dev.freshet.cli.chart.Page;
import dev.freshet.cli.chart.Point;
import dev.freshet.cli.chart.Quantity;
import dev.freshet.cli.chart.Series;
import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.PeerResult;
import dev.freshet.sim.scenario.Sample;
import dev.freshet.sim.score.Interval;
import dev.freshet.sim.score.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Simulated swarms as pictures, and as a page that holds them.
final class SimulatePage {
  /// Steps of a curve; more cannot be seen.
  private static final int STEPS = 200;

  /// Groups that are drawn; those with most peers go first.
  private static final int MOST_GROUPS = Series.MOST - 2;

  private SimulatePage() {}

  /// Adds the pictures of one swarm; with several seeds the first is drawn.
  static void one(Page page, List<SwarmResult> results) {
    SwarmResult first = results.getFirst();
    if (results.size() > 1) {
      page.paragraph("The pictures show the run of seed " + first.job().seed() + ".");
    }
    page.figure(
        completion(first),
        "How many peers have everything, by when. No schedule gets the last of them below the"
            + " bound.");
    page.figure(
        copies(first.outcome()),
        "Copies of a piece among all who are there, the origin counted. Where the rarest falls"
            + " to 0, nobody can complete.");
    page.figure(
        throughput(first), "Payload that arrives at all peers, next to what all uplinks can send.");
    page.figure(
        gave(first),
        "Payload from each row, the origin at the top, to each column."
            + (byPeer(first.outcome()) ? " Peers stand group by group." : ""));
  }

  /// Who has everything, by when.
  static LineChart completion(SwarmResult result) {
    List<PeerGroup> groups = result.job().scenario().groups();
    List<Integer> largest =
        IntStream.range(0, groups.size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> groups.get(i).count()).reversed())
            .limit(MOST_GROUPS)
            .sorted()
            .toList();
    List<Series> series = new ArrayList<>();
    for (int group : largest) {
      series.add(Series.step(groups.get(group).name(), completed(result.outcome(), group)));
    }
    Limits limits = result.score().limits();
    series.add(upright("bound in pieces", limits.discrete()));
    if (limits.clientServer() < 2 * result.score().last()) {
      series.add(upright("client-server at best", limits.clientServer()));
    }
    return new LineChart(
        "Peers that have everything",
        Axis.linear("time", Quantity.SECONDS),
        Axis.linear("share of the peers", Quantity.SHARE),
        series);
  }

  private static Series upright(String name, double seconds) {
    return Series.line(name, List.of(Point.at(seconds, 0), Point.at(seconds, 1)));
  }

  private static List<Point> completed(Outcome outcome, int group) {
    List<PeerResult> members = outcome.peers().stream().filter(p -> p.group() == group).toList();
    double[] times =
        members.stream()
            .filter(peer -> peer.completedNanos() >= 0)
            .mapToDouble(peer -> peer.completedNanos() / 1e9)
            .sorted()
            .toArray();
    List<Point> points = new ArrayList<>(List.of(Point.at(0, 0)));
    int step = Math.max(1, times.length / STEPS);
    for (int done = step; done <= times.length; done += step) {
      points.add(Point.at(times[done - 1], (double) done / members.size()));
    }
    if (times.length > 0) {
      points.add(Point.at(times[times.length - 1], (double) times.length / members.size()));
    }
    points.add(Point.at(outcome.nanos() / 1e9, (double) times.length / members.size()));
    return points;
  }

  private static LineChart copies(Outcome outcome) {
    return new LineChart(
        "Copies of a piece",
        Axis.linear("time", Quantity.SECONDS),
        Axis.linear("copies", Quantity.COUNT),
        List.of(
            Series.line("in the mean", points(outcome, Sample::meanCopies)),
            Series.line("of the rarest piece", points(outcome, Sample::rarest)),
            Series.line("peers there", points(outcome, Sample::present))));
  }

  private static List<Point> points(Outcome outcome, ToDoubleFunction<Sample> height) {
    return outcome.samples().stream()
        .map(sample -> Point.at(sample.nanos() / 1e9, height.applyAsDouble(sample)))
        .toList();
  }

  private static LineChart throughput(SwarmResult result) {
    List<Point> points = new ArrayList<>();
    List<Sample> samples = result.outcome().samples();
    int step = Math.max(1, samples.size() / STEPS);
    for (int i = step; i < samples.size(); i += step) {
      Sample from = samples.get(i - step);
      Sample to = samples.get(i);
      double seconds = (to.nanos() - from.nanos()) / 1e9;
      if (seconds > 0) {
        points.add(Point.at(to.nanos() / 1e9, (to.received() - from.received()) / seconds));
      }
    }
    double all =
        result.job().scenario().origin().up()
            + result.job().scenario().groups().stream()
                .mapToDouble(group -> Swarms.sends(group) * (double) group.count())
                .sum();
    double end = result.outcome().nanos() / 1e9;
    return new LineChart(
        "Throughput of the swarm",
        Axis.linear("time", Quantity.SECONDS),
        Axis.linear("bytes a second", Quantity.BYTES_PER_SECOND),
        List.of(
            Series.line("received", points),
            Series.line("all uplinks", List.of(Point.at(0, all), Point.at(end, all)))));
  }

  private static boolean byPeer(Outcome outcome) {
    return !outcome.gavePeers().isEmpty();
  }

  private static HeatMap gave(SwarmResult result) {
    boolean peers = byPeer(result.outcome());
    List<double[]> rows =
        (peers ? result.outcome().gavePeers() : result.outcome().gave())
            .stream().map(row -> row.stream().mapToDouble(each -> each).toArray()).toList();
    return new HeatMap(
        "Who gave how much to whom",
        peers ? "to each peer" : "to each group",
        peers ? "from each peer" : "from each group",
        Quantity.BYTES,
        rows);
  }

  /// Adds the picture of several numbers of peers.
  static void sweep(Page page, List<List<SwarmResult>> swarms) {
    page.figure(
        overPeers(swarms),
        "From the origin alone the time grows with the number of peers; when they help one"
            + " another it hardly does. Both scales are logarithmic.");
  }

  /// The picture of the textbooks, with simulated points on it.
  static LineChart overPeers(List<List<SwarmResult>> swarms) {
    List<List<SwarmResult>> rising = new ArrayList<>(swarms);
    rising.sort(Comparator.comparingDouble(SimulatePage::peers));
    return new LineChart(
        "Time of the last peer by number of peers",
        Axis.log("peers", Quantity.COUNT),
        Axis.log("time", Quantity.SECONDS),
        List.of(
            Series.line("client-server at best", bound(rising, Limits::clientServer)),
            Series.line("bound in pieces", bound(rising, Limits::discrete)),
            Series.points("simulated", rising.stream().map(SimulatePage::last).toList())));
  }

  private static List<Point> bound(
      List<List<SwarmResult>> swarms, ToDoubleFunction<Limits> seconds) {
    return swarms.stream()
        .map(each -> Point.at(peers(each), seconds.applyAsDouble(each.getFirst().score().limits())))
        .toList();
  }

  private static Point last(List<SwarmResult> swarm) {
    double[] times = swarm.stream().mapToDouble(each -> each.score().last()).toArray();
    Interval interval = Interval.of(times);
    double half =
        times.length < 2 || Arrays.stream(times).anyMatch(Double::isNaN) ? 0 : interval.half();
    return new Point(peers(swarm), interval.mean(), interval.mean() - half, interval.mean() + half);
  }

  private static double peers(List<SwarmResult> swarm) {
    return swarm.getFirst().job().scenario().peers();
  }
}
