package dev.freshet.sim.piece;

import java.util.Arrays;

/// When each peer's uplink is next to be looked at: a wheel of steps of equal length, so that
/// putting in and taking out cost the same however many there are.
final class Wheel {
  private static final int STEPS = 1 << 13;
  private static final int NONE = -1;

  private final long stepNanos;
  private final long[] due;
  private final int[] next;
  private final int[] first = new int[STEPS];
  private long current = -1;

  Wheel(int peers, long stepNanos) {
    this.stepNanos = stepNanos;
    due = new long[peers];
    next = new int[peers];
    Arrays.fill(first, NONE);
  }

  /// The peer, which is not in, is due then; it is taken in the next step at the earliest.
  void add(int peer, long nanos) {
    due[peer] = nanos;
    int slot = (int) Math.max(step(nanos), current + 1) & (STEPS - 1);
    next[peer] = first[slot];
    first[slot] = peer;
  }

  /// When the peer is or was due.
  long due(int peer) {
    return due[peer];
  }

  /// Takes out all that are in this step, or a multiple of a turn later; returns the first of them,
  /// [#next] the others. Those that are not due put back.
  int take(long step) {
    current = step;
    int slot = (int) step & (STEPS - 1);
    int all = first[slot];
    first[slot] = NONE;
    return all;
  }

  /// Who comes after this one; negative for nobody. To be asked before the peer is put in again.
  int next(int peer) {
    return next[peer];
  }

  long step(long nanos) {
    return nanos / stepNanos;
  }

  long nanos(long step) {
    return step * stepNanos;
  }
}
