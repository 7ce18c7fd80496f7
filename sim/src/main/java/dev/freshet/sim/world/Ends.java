package dev.freshet.sim.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The connections of one life of a host by their ids: those that it opened count up from 1, those
/// that came in count down from -1.
final class Ends {
  private @Nullable End[] opened = new End[64];
  private @Nullable End[] accepted = new End[64];
  private final BitSet opening = new BitSet();
  private int lastAccepted;

  /// An id for a connection that comes in.
  int nextAccepted() {
    return - ++lastAccepted;
  }

  /// This id is being opened.
  void opening(int conn) {
    opening.set(conn);
  }

  /// Whether this id is still being opened.
  boolean isOpening(int conn) {
    return opening.get(conn);
  }

  void put(End end) {
    int at = Math.abs(end.conn());
    if (end.conn() > 0) {
      opening.clear(at);
      opened = roomy(opened, at);
      opened[at] = end;
    } else {
      accepted = roomy(accepted, at);
      accepted[at] = end;
    }
  }

  private static @Nullable End[] roomy(@Nullable End[] all, int at) {
    return at < all.length ? all : Arrays.copyOf(all, 2 * at);
  }

  @Nullable End get(int conn) {
    End[] all = conn > 0 ? opened : accepted;
    int at = Math.abs(conn);
    return at < all.length ? all[at] : null;
  }

  @Nullable End remove(int conn) {
    if (conn > 0) {
      opening.clear(conn);
    }
    End end = get(conn);
    if (end != null) {
      (conn > 0 ? opened : accepted)[Math.abs(conn)] = null;
    }
    return end;
  }

  /// All of them, those that it opened first.
  List<End> all() {
    List<End> all = new ArrayList<>();
    for (End[] some : List.of(opened, accepted)) {
      for (End end : some) {
        if (end != null) {
          all.add(end);
        }
      }
    }
    return all;
  }
}
