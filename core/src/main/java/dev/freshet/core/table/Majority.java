package dev.freshet.core.table;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// What most of those say who have spoken last. Each has one vote, for what it said last.
///
/// @param <V> who votes
/// @param <T> what is voted on
public final class Majority<V, T> {
  private static final int MOST_VOTES = 16;

  private final LinkedHashMap<V, T> votes = new LinkedHashMap<>();
  private final int fewest;
  private @Nullable T decided;

  /// @param fewest how many have to agree at least, 1 to 16
  /// @param decided what is believed until they do; null for nothing
  public Majority(int fewest, @Nullable T decided) {
    this.fewest = fewest;
    this.decided = decided;
  }

  /// Someone says this. True if that changes what is believed.
  public boolean says(V voter, T what) {
    votes.remove(voter);
    votes.put(voter, what);
    if (votes.size() > MOST_VOTES) {
      votes.pollFirstEntry();
    }
    int agreeing = 0;
    for (T each : votes.values()) {
      agreeing += each.equals(what) ? 1 : 0;
    }
    if (agreeing < fewest || 2 * agreeing <= votes.size() || what.equals(decided)) {
      return false;
    }
    decided = what;
    return true;
  }

  /// What is believed; null as long as nothing is.
  public @Nullable T decided() {
    return decided;
  }
}
