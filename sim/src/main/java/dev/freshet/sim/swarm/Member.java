package dev.freshet.sim.swarm;

import dev.freshet.sim.scenario.PeerResult;
import dev.freshet.sim.world.Host;
import java.util.BitSet;

/// One who takes part, over all its lives.
final class Member {
  /// The group of the origin.
  static final int ORIGIN = -1;

  final Host host;
  final int group;
  final BitSet have = new BitSet();
  long arrivedAt = -1;
  long completedAt = -1;
  long sent;
  long received;
  boolean present;
  boolean gives;
  boolean left;

  Member(Host host, int group) {
    this.host = host;
    this.group = group;
  }

  boolean complete() {
    return completedAt >= 0;
  }

  PeerResult result() {
    return new PeerResult(group, arrivedAt, completedAt, sent, received);
  }
}
