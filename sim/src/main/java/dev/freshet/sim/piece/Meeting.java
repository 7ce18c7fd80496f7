package dev.freshet.sim.piece;

import java.util.SplittableRandom;

/// How peers find neighbours: whom the tracker names, by lot, and who has room.
final class Meeting {
  /// With fewer than this share of the neighbours that it wants, a newcomer is let in by peers that
  /// have no room.
  private static final int FEW = 4;

  private static final int TRIES = 3;

  private final Crowd crowd;
  private final Overlay overlay;
  private final int neighbours;
  private final SplittableRandom random;

  Meeting(Crowd crowd, Overlay overlay, int neighbours, SplittableRandom random) {
    this.crowd = crowd;
    this.overlay = overlay;
    this.neighbours = neighbours;
    this.random = random;
  }

  /// Looks for as many neighbours as are missing.
  void fill(int peer) {
    int tries = TRIES * (neighbours - overlay.degree(peer));
    for (int i = 0; i < tries && !overlay.full(peer); i++) {
      int other = crowd.anyone(random);
      if (wants(peer, other) && hasRoom(peer, other)) {
        overlay.connect(peer, other);
      }
    }
  }

  private boolean wants(int peer, int other) {
    return peer != other
        && crowd.canMeet(peer, other)
        && !(crowd.complete(peer) && crowd.complete(other))
        && overlay.place(peer, other) < 0;
  }

  private boolean hasRoom(int peer, int other) {
    if (!overlay.full(other)) {
      return true;
    }
    if (overlay.degree(peer) >= neighbours / FEW || neighbours <= Transfers.MOST) {
      return false;
    }
    int slots = Transfers.MOST;
    overlay.disconnect(other, slots + random.nextInt(overlay.degree(other) - slots));
    return true;
  }

  /// Two who have everything have nothing to say to each other.
  void dropComplete(int peer) {
    for (int place = overlay.degree(peer) - 1; place >= 0; place--) {
      if (crowd.complete(overlay.far(peer, place))) {
        overlay.disconnect(peer, place);
      }
    }
  }

  /// Whether the neighbours that miss something have every piece between them; so too if none does.
  boolean canSpare(int peer) {
    boolean needed = false;
    long[] held = new long[crowd.have.words()];
    for (int place = 0; place < overlay.degree(peer); place++) {
      int other = overlay.far(peer, place);
      if (!crowd.complete(other)) {
        needed = true;
        for (int word = 0; word < held.length; word++) {
          held[word] |= crowd.have.word(other, word);
        }
      }
    }
    int pieces = 0;
    for (long word : held) {
      pieces += Long.bitCount(word);
    }
    return !needed || pieces == crowd.pieces;
  }

  /// The peer is gone.
  void leave(int peer) {
    for (int place = overlay.degree(peer) - 1; place >= 0; place--) {
      overlay.disconnect(peer, place);
    }
  }
}
