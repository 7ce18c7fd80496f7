package dev.freshet.sim.world;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is due and when; what is due at the same moment comes in the order in which it was added. A
/// heap in three arrays: a run adds tens of millions of these.
final class Agenda {
  private static final int WAYS = 4;

  private long[] at = new long[32];
  private long[] order = new long[32];
  private @Nullable Runnable[] what = new Runnable[32];
  private int size;
  private long added;

  /// This is due then.
  void add(long nanos, Runnable due) {
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
      order = Arrays.copyOf(order, 2 * size);
      what = Arrays.copyOf(what, 2 * size);
    }
    long number = added++;
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) / WAYS;
      if (at[parent] <= nanos) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, nanos, number, due);
  }

  /// When something is due next; [Long#MAX_VALUE] if nothing is.
  long next() {
    return size == 0 ? Long.MAX_VALUE : at[0];
  }

  /// Takes what is due next.
  Runnable take() {
    Runnable first = what[0];
    if (first == null) {
      throw new IllegalStateException("nothing is due");
    }
    size--;
    long nanos = at[size];
    long number = order[size];
    Runnable last = what[size];
    what[size] = null;
    if (size > 0 && last != null) {
      sink(nanos, number, last);
    }
    return first;
  }

  private void sink(long nanos, long number, Runnable due) {
    int hole = 0;
    for (int child = 1; child < size; child = WAYS * hole + 1) {
      int least = child;
      int end = Math.min(size, child + WAYS);
      for (int i = child + 1; i < end; i++) {
        if (before(at[i], order[i], least)) {
          least = i;
        }
      }
      if (!(at[least] < nanos || (at[least] == nanos && order[least] < number))) {
        break;
      }
      move(least, hole);
      hole = least;
    }
    put(hole, nanos, number, due);
  }

  private boolean before(long nanos, long number, int other) {
    return nanos < at[other] || (nanos == at[other] && number < order[other]);
  }

  private void move(int from, int to) {
    at[to] = at[from];
    order[to] = order[from];
    what[to] = what[from];
  }

  private void put(int where, long nanos, long number, Runnable due) {
    at[where] = nanos;
    order[where] = number;
    what[where] = due;
  }
}
