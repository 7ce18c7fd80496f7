package dev.freshet.sim.piece;

import dev.freshet.sim.scenario.Scenario;
import java.util.SplittableRandom;

/// Whom each peer sends to: its first edges. As the product's choker ranks: four that give most and
/// others by lot; at a seed, turns.
final class Slots {
  static final long ROUND_NANOS = 10_000_000_000L;
  private static final int BY_RANK = 4;

  /// Rounds until those without a rank move on.
  private static final int OPTIMISTIC_ROUNDS = 3;

  /// At a seed: what a neighbour gets in its turn, unless it takes too long.
  private static final long QUOTA_BYTES = 16 << 20;

  private static final int MOST_TURN_ROUNDS = 6;

  private final Crowd crowd;
  private final Overlay overlay;
  private final SplittableRandom random;
  private final byte[] turn;
  private final byte[] waiting;
  private final byte[] age;

  Slots(Scenario scenario, Crowd crowd, Overlay overlay, SplittableRandom random) {
    this.crowd = crowd;
    this.overlay = overlay;
    this.random = random;
    turn = new byte[scenario.peers() + 1];
    waiting = new byte[turn.length];
    age = new byte[turn.length];
  }

  /// How many slots the peer has something to fill with.
  int count(int peer) {
    return Math.min(Transfers.MOST, overlay.degree(peer));
  }

  /// The slot whose turn it is; [#served] moves on.
  int turn(int peer) {
    int count = count(peer);
    return count == 0 ? 0 : (turn[peer] & 0xff) % count;
  }

  void served(int peer, int slot) {
    turn[peer] = (byte) (slot + 1);
  }

  /// Ranks all neighbours anew.
  void rank(int peer) {
    int degree = overlay.degree(peer);
    age[peer]++;
    if (degree <= Transfers.MOST) {
      overlay.fade(peer);
    } else if (crowd.complete(peer)) {
      seed(peer, degree);
    } else {
      trade(peer, degree);
    }
  }

  private void trade(int peer, int degree) {
    int ranked = 0;
    while (ranked < BY_RANK) {
      int best = ranked;
      for (int i = ranked + 1; i < degree; i++) {
        if (overlay.gained(peer, i) > overlay.gained(peer, best)) {
          best = i;
        }
      }
      if (overlay.gained(peer, best) == 0) {
        break;
      }
      overlay.swap(peer, ranked++, best);
    }
    if (age[peer] % OPTIMISTIC_ROUNDS == 0) {
      for (int i = ranked; i < Transfers.MOST; i++) {
        overlay.swap(peer, i, Transfers.MOST + random.nextInt(degree - Transfers.MOST));
      }
    }
    overlay.fade(peer);
  }

  private void seed(int peer, int degree) {
    long rounds =
        QUOTA_BYTES * Transfers.MOST / Math.max(1, crowd.up(peer)) * 1_000_000_000L / ROUND_NANOS;
    if (age[peer] % Math.clamp(rounds, 1, MOST_TURN_ROUNDS) != 0) {
      return;
    }
    int waits = degree - Transfers.MOST;
    int next = waiting[peer] & 0xff;
    for (int i = 0; i < Math.min(Transfers.MOST, waits); i++) {
      overlay.swap(peer, i, Transfers.MOST + (next + i) % waits);
    }
    waiting[peer] = (byte) ((next + Transfers.MOST) % waits);
  }
}
