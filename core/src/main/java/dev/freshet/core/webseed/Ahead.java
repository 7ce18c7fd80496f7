package dev.freshet.core.webseed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// The pieces that we fetched from servers and that nobody near has yet.
///
/// *Theory of operation.* Whoever fetches for a swarm is the bottleneck of each piece until it is
/// out. So each goes to one neighbour first, the first that asks, and while such a one is being
/// served, for [#FIRST_NANOS] at most, those who asked for the same pieces later wait: soon they
/// can have them from another. When someone announces a piece that nobody has asked us for, another
/// has fetched it as well.
public final class Ahead {
  /// How long the first that asked for a piece may keep others from it.
  static final long FIRST_NANOS = 2_000_000_000L;

  /// When a request is served.
  public enum Turn {
    /// Before others.
    FIRST,
    /// As usual.
    USUAL,
    /// Once nobody is served first.
    LAST
  }

  private static final class Askers {
    final List<Integer> conns = new ArrayList<>();
    long firstNanos;
  }

  private final Map<Integer, Askers> pieces = new TreeMap<>();
  private int all;

  /// We fetch this piece.
  public void add(int piece) {
    if (pieces.putIfAbsent(piece, new Askers()) == null) {
      all++;
    }
  }

  /// A neighbour asks us for this piece.
  public void requested(long nowNanos, int conn, int piece) {
    Askers askers = pieces.get(piece);
    if (askers != null && !askers.conns.contains(conn)) {
      askers.firstNanos = askers.conns.isEmpty() ? nowNanos : askers.firstNanos;
      askers.conns.add(conn);
    }
  }

  /// A neighbour has this piece now. Whether someone else must have fetched it too: not if we may
  /// have given it to anyone, whose own word may come later than that of those who have it from
  /// there.
  public boolean announced(int piece) {
    Askers askers = pieces.remove(piece);
    return askers != null && askers.conns.isEmpty();
  }

  /// A neighbour is gone.
  public void gone(int conn) {
    pieces.values().forEach(askers -> askers.conns.remove(Integer.valueOf(conn)));
  }

  /// Forgets the pieces that are out by now.
  public void forget(IntPredicate out) {
    pieces.keySet().removeIf(out::test);
  }

  /// When this neighbour's request for this piece is served.
  public Turn turn(long nowNanos, int conn, int piece) {
    Askers askers = pieces.get(piece);
    if (askers == null || !keeps(nowNanos, askers)) {
      return Turn.USUAL;
    }
    return askers.conns.getFirst() == conn ? Turn.FIRST : Turn.LAST;
  }

  /// Whether anyone is served first now.
  public boolean first(long nowNanos) {
    for (Askers askers : pieces.values()) {
      if (keeps(nowNanos, askers)) {
        return true;
      }
    }
    return false;
  }

  private static boolean keeps(long now, Askers askers) {
    return !askers.conns.isEmpty() && now - askers.firstNanos < FIRST_NANOS;
  }

  /// How many there are.
  public int size() {
    return pieces.size();
  }

  /// How many there were in all.
  public int all() {
    return all;
  }
}
