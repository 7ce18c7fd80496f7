package dev.freshet.core.torrent;

import java.util.Map;
import java.util.TreeMap;

/// Checks of downloaded pieces that the disk has not answered. When a write fails, the checks that
/// were asked for behind it say nothing of what is written later, though they may be answered after
/// that: they are outdated, and nobody is blamed for what they find.
final class PendingChecks {
  /// @param out how many are not answered
  /// @param outdated how many of those, the oldest, no longer count
  private record Count(int out, int outdated) {}

  private static final Count NONE = new Count(0, 0);

  private final Map<Integer, Count> counts = new TreeMap<>();

  /// A check of this piece was asked for.
  void asked(int piece) {
    Count count = counts.getOrDefault(piece, NONE);
    counts.put(piece, new Count(count.out + 1, count.outdated));
  }

  /// The pieces that wait for one.
  Iterable<Integer> pieces() {
    return counts.keySet();
  }

  /// What those that are out will say of this piece counts no more.
  void outdate(int piece) {
    counts.computeIfPresent(piece, (_, count) -> new Count(count.out, count.out));
  }

  /// One was answered, in the order in which they were asked for. True if it was outdated.
  boolean answered(int piece) {
    Count count = counts.getOrDefault(piece, NONE);
    if (count.out <= 1) {
      counts.remove(piece);
    } else {
      counts.put(piece, new Count(count.out - 1, Math.max(0, count.outdated - 1)));
    }
    return count.outdated > 0;
  }
}
