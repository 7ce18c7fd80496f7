package dev.freshet.cli.plan;

import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import java.util.ArrayList;
import java.util.List;

/// The bounds for one number of peers, a step of the curves over it.
///
/// @param peers in the shares of the distribution's classes
record Rung(long peers, double clientServerSeconds, double fluidSeconds, double discreteSeconds) {
  private static final int STEPS_A_DECADE = 20;
  private static final long MOST = Long.MAX_VALUE;

  /// From one peer to ten times as many as the distribution has, at equal ratios.
  static List<Rung> ladder(Distribution distribution) {
    List<Rung> ladder = new ArrayList<>();
    long most = distribution.peers() > MOST / 10 ? MOST : 10 * distribution.peers();
    long peers = 1;
    for (int i = 1; peers < most; i++) {
      ladder.add(at(distribution, peers));
      double next = Math.pow(10, (double) i / STEPS_A_DECADE);
      peers = Math.max(peers + 1, Math.round(next));
    }
    ladder.add(at(distribution, most));
    return List.copyOf(ladder);
  }

  private static Rung at(Distribution distribution, long peers) {
    try {
      Distribution scaled = distribution.withPeers(peers);
      return new Rung(
          peers,
          scaled.clientServer().seconds(),
          scaled.peerToPeer().seconds(),
          scaled.discrete().seconds());
    } catch (BoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
