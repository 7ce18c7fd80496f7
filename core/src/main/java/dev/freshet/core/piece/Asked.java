package dev.freshet.core.piece;

import dev.freshet.protocol.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one peer owes us, and what it may still send though we no longer count on it.
final class Asked {
  /// How many of the blocks that we no longer count on are remembered.
  static final int MAX_LATE = 512;

  /// How long a block takes from a peer that nothing is known of.
  static final long UNKNOWN_BLOCK_NANOS = 2_000_000_000L;

  /// What is allowed for the way there and back.
  static final long DELAY_NANOS = 500_000_000L;

  /// How long a peer without work waits from one look at the work of others to the next.
  static final long LOOK_NANOS = 500_000_000L;

  private static final long NONE = -1;
  private static final int FIRST_LATE = 16;
  private static final double SECOND = 1e9;

  final int key;

  /// Outstanding, oldest first.
  final List<Request> requests = new ArrayList<>();

  /// The piece that this peer was asked for last, and the block of it.
  @Nullable PieceProgress current;

  int lastBlock;

  /// Counts how often the peer has stopped working: what it owned before is not its any more.
  int term;

  PeerTraits traits = PeerTraits.UNKNOWN;

  private long nextLookAt;
  private long[] late = {};
  private int nextLate;
  private int lateCount;

  Asked(int key) {
    this.key = key;
  }

  /// Whether the peer could fetch a piece of this size alone in this time.
  boolean manages(int pieceSize, long nanos) {
    return !traits.snubbing() && traits.bytesPerSecond() * (nanos / SECOND) >= pieceSize;
  }

  /// How long one more block would take to come.
  long dueInNanos() {
    double block =
        traits.bytesPerSecond() > 0
            ? Geometry.BLOCK * SECOND / traits.bytesPerSecond()
            : UNKNOWN_BLOCK_NANOS;
    return DELAY_NANOS + (long) (block * (requests.size() + 1));
  }

  /// Whether this peer, which has nothing to do, is to look for blocks that others are late with:
  /// not again for [#LOOK_NANOS], since that is a look at all requests.
  boolean looksAround(long nowNanos) {
    boolean looks = nowNanos - nextLookAt >= 0;
    if (looks) {
      nextLookAt = nowNanos + LOOK_NANOS;
    }
    return looks;
  }

  /// The outstanding request for this block; null if there is none.
  @Nullable Request find(int piece, int block) {
    for (Request request : requests) {
      if (request.block == block && request.progress.piece == piece) {
        return request;
      }
    }
    return null;
  }

  /// Counts on this one no longer; it may still come.
  void giveUp(Request request) {
    requests.remove(request);
    if (nextLate == late.length) {
      makeRoom();
    }
    lateCount += late[nextLate] == NONE ? 1 : 0;
    late[nextLate] = id(request.progress.piece, request.block);
    nextLate++;
  }

  /// The oldest go first, but only when there are many: most peers owe little.
  private void makeRoom() {
    if (late.length < MAX_LATE) {
      int old = late.length;
      late = Arrays.copyOf(late, Math.max(FIRST_LATE, 2 * old));
      Arrays.fill(late, old, late.length, NONE);
    } else {
      nextLate = 0;
    }
  }

  /// Whether this block had been given up; if so it is forgotten.
  boolean wasLate(int piece, int block) {
    if (lateCount == 0) {
      return false;
    }
    long id = id(piece, block);
    for (int i = 0; i < late.length; i++) {
      if (late[i] == id) {
        late[i] = NONE;
        lateCount--;
        return true;
      }
    }
    return false;
  }

  private static long id(int piece, int block) {
    return (long) piece << 32 | block;
  }
}
