package dev.freshet.sim.piece;

import dev.freshet.sim.scenario.OriginKind;
import dev.freshet.sim.scenario.Scenario;
import java.util.SplittableRandom;

/// Pieces on their way: what each uplink does at each of its piece times. The oldest transfer
/// arrives, and a new one begins.
final class Exchange {
  /// So many choked neighbours are asked when no slot wants anything.
  private static final int OTHERS = 4;

  /// An uplink with nothing to send looks again after so many piece times at most.
  private static final int MOST_IDLE = 4;

  /// Who hears what arrives.
  interface Arrived {
    /// A piece that the receiver did not have came, or one that it had.
    void piece(int from, int to, int piece, int bytes, boolean fresh);
  }

  private final Scenario scenario;
  private final Crowd crowd;
  private final Overlay overlay;
  private final Slots slots;
  private final Transfers transfers;
  private final Rarity rarity;
  private final Downlinks downlinks;
  private final SplittableRandom random;
  private final Arrived arrived;
  private final byte[] idle;

  /// The next piece that a super-seeding origin has not sent yet.
  private int unseen;

  Exchange(
      Scenario scenario,
      Crowd crowd,
      Overlay overlay,
      Slots slots,
      SplittableRandom random,
      Arrived arrived) {
    this.scenario = scenario;
    this.crowd = crowd;
    this.overlay = overlay;
    this.slots = slots;
    this.random = random;
    this.arrived = arrived;
    transfers = new Transfers(crowd.peers + 1);
    rarity = new Rarity(crowd.have, crowd.claimed, overlay, random);
    downlinks = new Downlinks(scenario);
    idle = new byte[crowd.peers + 1];
    unseen = scenario.kind() == OriginKind.SUPER_SEED ? 0 : crowd.pieces;
  }

  /// How long an uplink takes for a piece.
  long pieceNanos(int peer) {
    return nanos(scenario.pieceSize(), crowd.up(peer));
  }

  static long nanos(long bytes, long rate) {
    return Math.max(1, (long) (bytes * 1e9 / rate));
  }

  /// A piece time of the peer's uplink is over; returns how long until the next.
  long tick(int peer, long now) {
    boolean worked = transfers.count(peer) > 0;
    if (worked) {
      finish(peer);
    }
    while (transfers.count(peer) < Transfers.MOST && start(peer, now)) {
      worked = true;
    }
    idle[peer] = worked ? 0 : (byte) Math.min(idle[peer] + 1, MOST_IDLE);
    return pieceNanos(peer) * Math.max(1, idle[peer]);
  }

  private void finish(int peer) {
    int to = transfers.receiver(peer);
    int piece = transfers.piece(peer);
    transfers.remove(peer);
    if (!crowd.present(to)) {
      return;
    }
    int place = overlay.place(to, peer);
    if (place >= 0) {
      overlay.gain(to, place);
    }
    boolean fresh = !crowd.have.get(to, piece);
    if (fresh) {
      crowd.have.set(to, piece);
      crowd.claimed.set(to, piece);
      crowd.has[to]++;
    }
    arrived.piece(peer, to, piece, bytes(piece), fresh);
  }

  private int bytes(int piece) {
    return piece + 1 < crowd.pieces
        ? scenario.pieceSize()
        : (int) (scenario.size() - (long) piece * scenario.pieceSize());
  }

  private boolean start(int peer, long now) {
    int count = slots.count(peer);
    int slot = slots.turn(peer);
    for (int i = 0; i < count; i++) {
      if (give(peer, slot, now)) {
        slots.served(peer, slot);
        return true;
      }
      slot = slot + 1 == count ? 0 : slot + 1;
    }
    int others = overlay.degree(peer) - count;
    for (int i = 0; i < Math.min(OTHERS, others); i++) {
      int place = count + random.nextInt(others);
      if (give(peer, place, now)) {
        overlay.swap(peer, slot, place);
        slots.served(peer, slot);
        return true;
      }
    }
    return false;
  }

  private boolean give(int peer, int place, long now) {
    int to = overlay.far(peer, place);
    if (crowd.complete(to) || !downlinks.free(crowd.group[to], to, now)) {
      return false;
    }
    int piece = choose(peer, to);
    if (piece < 0) {
      return false;
    }
    downlinks.take(crowd.group[to], to, now);
    crowd.claimed.set(to, piece);
    transfers.add(peer, to, piece);
    return true;
  }

  private int choose(int peer, int to) {
    while (peer == crowd.origin && unseen < crowd.pieces) {
      int piece = unseen++;
      if (!crowd.claimed.get(to, piece)) {
        return piece;
      }
    }
    return rarity.choose(peer, to, crowd.has[to]);
  }

  /// The peer is gone: what it was sending is free to come from others.
  void leave(int peer) {
    while (transfers.count(peer) > 0) {
      int to = transfers.receiver(peer);
      int piece = transfers.piece(peer);
      transfers.remove(peer);
      if (crowd.present(to) && !crowd.have.get(to, piece)) {
        crowd.claimed.clear(to, piece);
      }
    }
  }
}
