package dev.freshet.sim.score;

import dev.freshet.core.bound.BoundException;
import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.scenario.PeerResult;
import dev.freshet.sim.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// One run held against what is possible.
///
/// @param last seconds from the beginning until the last of those who completed did; NaN if nobody
///   did
/// @param mean seconds that a peer that completed took from when it came, on average; NaN if nobody
///   did
/// @param unfinished how many never completed
/// @param limits what is possible for peers that come when they came
/// @param originOverSize what the origin sent, in files
/// @param utilisation bytes that arrived and were of use, as a share of what the uplinks of those
///   there could have sent until the last completed
/// @param fairness Jain's index over what each honest peer sent for each byte that it received: 1
///   if all gave in the same measure, 1/n if one gave everything; NaN without honest peers
/// @param groups the same by group
public record Score(
    double last,
    double mean,
    int unfinished,
    Limits limits,
    double originOverSize,
    double utilisation,
    double fairness,
    List<GroupScore> groups) {
  public Score {
    groups = List.copyOf(groups);
  }

  /// Scores an outcome of this scenario.
  ///
  /// @throws BoundException if the scenario's numbers have no bounds
  public static Score of(Scenario scenario, Outcome outcome) throws BoundException {
    List<List<PeerResult>> byGroup = new ArrayList<>();
    scenario.groups().forEach(_ -> byGroup.add(new ArrayList<>()));
    outcome.peers().forEach(peer -> byGroup.get(peer.group()).add(peer));
    List<GroupScore> groups = new ArrayList<>();
    for (int i = 0; i < byGroup.size(); i++) {
      groups.add(GroupScore.of(scenario.groups().get(i), byGroup.get(i)));
    }
    List<PeerResult> peers = outcome.peers();
    long useful =
        peers.stream().mapToLong(each -> Math.min(each.received(), scenario.size())).sum();
    return new Score(
        last(peers),
        mean(peers),
        outcome.unfinished(),
        Limits.of(scenario, byGroup.stream().map(group -> arrivals(group)).toList()),
        (double) outcome.origin() / scenario.size(),
        (double) useful / outcome.sendable(),
        jain(
            peers.stream()
                .filter(each -> scenario.groups().get(each.group()).conduct() == Conduct.HONEST)
                .filter(each -> each.received() > 0)
                .mapToDouble(each -> (double) each.sent() / each.received())),
        groups);
  }

  /// The last peer's time as a multiple of the discrete bound.
  public double ratio() {
    return last / limits.discrete();
  }

  static double last(List<PeerResult> peers) {
    return peers.stream()
        .filter(peer -> peer.completedNanos() >= 0)
        .mapToDouble(peer -> peer.completedNanos() / 1e9)
        .max()
        .orElse(Double.NaN);
  }

  static double mean(List<PeerResult> peers) {
    return peers.stream()
        .filter(peer -> peer.completedNanos() >= 0)
        .mapToDouble(peer -> (peer.completedNanos() - peer.arrivedNanos()) / 1e9)
        .average()
        .orElse(Double.NaN);
  }

  /// Peers that never came within the run count as there from the start, which lowers the bound.
  private static long[] arrivals(List<PeerResult> peers) {
    return peers.stream().mapToLong(peer -> Math.max(0, peer.arrivedNanos())).toArray();
  }

  /// `(sum x)^2 / (n sum x^2)`.
  static double jain(DoubleStream values) {
    double[] all = values.toArray();
    double sum = DoubleStream.of(all).sum();
    double squares = DoubleStream.of(all).map(x -> x * x).sum();
    return squares == 0 ? Double.NaN : sum * sum / (all.length * squares);
  }
}
