package dev.freshet.sim.score;

import dev.freshet.core.bound.Arrival;
import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.FlashCrowd;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The times before which the last peer of a scenario cannot be complete, in seconds since the
/// origin began.
///
/// @param clientServer if the origin sent all copies itself
/// @param peerToPeer if peers help and the file is a fluid
/// @param discrete if peers help and pass on whole pieces: the one to be measured against
public record Limits(double clientServer, double peerToPeer, double discrete) {
  /// The limits when the peers of each group come at these moments, in nanoseconds.
  ///
  /// @param arrived by group, a moment for each peer
  /// @throws BoundException if the numbers make no sense together
  public static Limits of(Scenario scenario, List<long[]> arrived) throws BoundException {
    List<PeerClass> classes = new ArrayList<>();
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < scenario.groups().size(); i++) {
      PeerGroup group = scenario.groups().get(i);
      PeerClass one = new PeerClass(1, uplink(group), group.line().down());
      classes.add(one.withCount(group.count()));
      TreeMap<Long, Integer> moments = new TreeMap<>();
      for (long moment : arrived.get(i)) {
        moments.merge(moment, 1, Integer::sum);
      }
      moments.forEach((at, count) -> arrivals.add(new Arrival(at / 1e9, one.withCount(count))));
    }
    long origin = scenario.origin().up();
    Distribution together = Distribution.of(scenario.size(), scenario.pieceSize(), origin, classes);
    FlashCrowd crowd = FlashCrowd.of(scenario.size(), scenario.pieceSize(), origin, arrivals);
    double over = overTrunk(scenario);
    return new Limits(
        Math.max(together.clientServer().seconds(), over),
        Math.max(together.peerToPeer().seconds(), over),
        Math.max(crowd.lastPeerSeconds(), over));
  }

  /// The limits of peers that all come at the start; of others these are a little low.
  public static Limits of(Scenario scenario) throws BoundException {
    return of(scenario, scenario.groups().stream().map(group -> new long[group.count()]).toList());
  }

  private static long uplink(PeerGroup group) {
    return group.conduct() == Conduct.FREE_RIDER ? 0 : group.line().up();
  }

  /// One copy has to come over the thin link, if someone behind it wants one.
  private static double overTrunk(Scenario scenario) {
    boolean far = scenario.groups().stream().anyMatch(group -> group.site() != 0);
    return far && scenario.trunk() != null ? (double) scenario.size() / scenario.trunk().rate() : 0;
  }
}
