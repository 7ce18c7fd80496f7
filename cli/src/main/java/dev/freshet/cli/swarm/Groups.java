package dev.freshet.cli.swarm;

import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.Staying;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Groups of peers of which a share can be made different.
public final class Groups {
  private final List<PeerGroup> groups;

  /// These to begin with.
  public Groups(List<PeerGroup> groups) {
    this.groups = List.copyOf(groups);
  }

  /// The groups as they are.
  public List<PeerGroup> all() {
    return groups;
  }

  /// This share of each takes and never gives.
  public Groups freeRiders(Share share) {
    return split(share, "free riders", g -> conduct(g, Conduct.FREE_RIDER));
  }

  /// This share of each gives bytes that are wrong.
  public Groups corrupters(Share share) {
    return split(share, "corrupters", g -> conduct(g, Conduct.CORRUPTER));
  }

  /// This share of each leaves once it has everything.
  public Groups leaving(Share share) {
    return split(
        share, "leaving", g -> of(g, new Staying.Linger(0), g.conduct(), g.site(), g.reachable()));
  }

  /// This share of each is at the other site.
  public Groups far(Share share) {
    return split(share, "far", g -> of(g, g.staying(), g.conduct(), 1, g.reachable()));
  }

  /// Nobody can connect to this share of each.
  public Groups behindNat(Share share) {
    return split(share, "behind NAT", g -> of(g, g.staying(), g.conduct(), g.site(), false));
  }

  private static PeerGroup conduct(PeerGroup group, Conduct conduct) {
    return of(group, group.staying(), conduct, group.site(), group.reachable());
  }

  private static PeerGroup of(
      PeerGroup group, Staying staying, Conduct conduct, int site, boolean reachable) {
    return new PeerGroup(
        group.name(),
        group.count(),
        group.line(),
        group.arrivals(),
        staying,
        conduct,
        site,
        reachable);
  }

  private Groups split(Share share, String name, UnaryOperator<PeerGroup> other) {
    List<PeerGroup> halves = new ArrayList<>();
    for (PeerGroup group : groups) {
      int different = share.of(group.count());
      if (different < group.count()) {
        halves.add(named(group, group.name(), group.count() - different));
      }
      if (different > 0) {
        halves.add(named(other.apply(group), group.name() + ", " + name, different));
      }
    }
    return new Groups(halves);
  }

  private static PeerGroup named(PeerGroup group, String name, int count) {
    return new PeerGroup(
        name,
        count,
        group.line(),
        group.arrivals(),
        group.staying(),
        group.conduct(),
        group.site(),
        group.reachable());
  }
}
