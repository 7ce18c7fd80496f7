package dev.freshet.core.torrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Pieces that the disk could not read or hash. Most such failures pass, and a piece given up may
/// be the last copy in the swarm, so each is hashed again some times before it is fetched again.
final class Doubts {
  /// How long after a failure a piece is tried again; at once after the first, which may mean no
  /// more than that somebody has touched the file.
  static final long RETRY_NANOS = 5_000_000_000L;

  /// How often a piece is tried before it is given up.
  static final int MAX_TRIES = 3;

  /// How many are hashed at a time: a file that is gone may have had very many.
  static final int MAX_ASKED = 16;

  private static final class Doubt {
    int tries;
    long at;
    boolean asked;
  }

  private final Map<Integer, Doubt> doubts = new TreeMap<>();

  /// How many are being hashed.
  private int asked;

  /// The disk failed with this piece. True if it is to be tried again, false if it is given up.
  boolean raise(long now, int piece) {
    Doubt doubt = doubts.computeIfAbsent(piece, _ -> new Doubt());
    doubt.at = doubt.tries == 0 ? now : now + RETRY_NANOS;
    answered(doubt);
    if (doubt.tries++ < MAX_TRIES) {
      return true;
    }
    doubts.remove(piece);
    return false;
  }

  /// It is known how this piece stands. True if that was in doubt.
  boolean settle(int piece) {
    Doubt doubt = doubts.remove(piece);
    if (doubt != null) {
      answered(doubt);
    }
    return doubt != null;
  }

  private void answered(Doubt doubt) {
    asked -= doubt.asked ? 1 : 0;
    doubt.asked = false;
  }

  /// All that was known is forgotten.
  void clear() {
    doubts.clear();
    asked = 0;
  }

  /// The pieces to be hashed now; each is told once.
  List<Integer> due(long now) {
    if (doubts.isEmpty() || asked == MAX_ASKED) {
      return List.of();
    }
    List<Integer> due = new ArrayList<>();
    doubts.forEach((piece, doubt) -> {
      if (asked < MAX_ASKED && !doubt.asked && now - doubt.at >= 0) {
        doubt.asked = true;
        asked++;
        due.add(piece);
      }
    });
    return due;
  }

  /// The pieces in doubt.
  List<Integer> pieces() {
    return List.copyOf(doubts.keySet());
  }

  /// How many pieces are in doubt.
  int size() {
    return doubts.size();
  }

  /// Whether this piece is in doubt.
  boolean holds(int piece) {
    return doubts.containsKey(piece);
  }

  /// When the next one is due, seen from `now`; [Long#MAX_VALUE] if none.
  long deadline(long now) {
    if (doubts.isEmpty() || asked == MAX_ASKED) {
      return Long.MAX_VALUE;
    }
    long wait = Long.MAX_VALUE;
    for (Doubt doubt : doubts.values()) {
      wait = doubt.asked ? wait : Math.min(wait, Math.max(0, doubt.at - now));
    }
    return wait == Long.MAX_VALUE ? wait : now + wait;
  }
}
