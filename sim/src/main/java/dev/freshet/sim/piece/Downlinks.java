package dev.freshet.sim.piece;

import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.Scenario;
import java.util.List;

/// Downlinks with a limit: a peer takes no more pieces than its downlink carries.
final class Downlinks {
  /// So many piece times of work may be waiting in a downlink.
  private static final int AHEAD = 2;

  private final long[] pieceNanos;
  private final long[] freeAt;

  Downlinks(Scenario scenario) {
    List<PeerGroup> groups = scenario.groups();
    pieceNanos = new long[groups.size()];
    boolean any = false;
    for (int i = 0; i < pieceNanos.length; i++) {
      long down = groups.get(i).line().down();
      pieceNanos[i] = down == 0 ? 0 : Exchange.nanos(scenario.pieceSize(), down);
      any |= down > 0;
    }
    freeAt = new long[any ? scenario.peers() : 0];
  }

  /// Whether the peer can take one more piece now.
  boolean free(int group, int peer, long now) {
    return pieceNanos[group] == 0 || freeAt[peer] - now <= AHEAD * pieceNanos[group];
  }

  /// It takes one.
  void take(int group, int peer, long now) {
    if (pieceNanos[group] > 0) {
      freeAt[peer] = Math.max(now, freeAt[peer]) + pieceNanos[group];
    }
  }
}
