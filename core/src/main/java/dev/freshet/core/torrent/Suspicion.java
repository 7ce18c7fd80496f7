package dev.freshet.core.torrent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out who sent bad bytes.
final class Suspicion {
  Suspicion(Contents contents) {}

  boolean wantsLeaves(int piece) {
    return piece < 0;
  }

  boolean suspects(int conn) {
    return conn == 0;
  }

  List<Integer> passed(int piece, byte @Nullable [] leaves) {
    return List.of();
  }

  List<Integer> failed(int piece, int[] senders, byte @Nullable [] leaves) {
    int first = senders.length == 0 ? 0 : senders[0];
    for (int sender : senders) {
      if (sender != first) {
        return List.of();
      }
    }
    return senders.length == 0 ? List.of() : List.of(first);
  }

  List<Integer> told(int piece, byte[] leaves) {
    return List.of();
  }
}
