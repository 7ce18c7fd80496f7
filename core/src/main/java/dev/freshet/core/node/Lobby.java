package dev.freshet.core.node;

import dev.freshet.core.peer.PeerSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Peers that have connected to us and have not said yet which torrent they mean.
final class Lobby {
  /// How long one may stand here.
  static final long PATIENCE_NANOS = 10_000_000_000L;

  private final LinkedHashMap<Integer, PeerSession> waiting = new LinkedHashMap<>();

  void enter(PeerSession session) {
    waiting.put(session.conn(), session);
  }

  @Nullable PeerSession get(int conn) {
    return waiting.get(conn);
  }

  /// The peer goes on to its torrent, or away.
  @Nullable PeerSession leave(int conn) {
    return waiting.remove(conn);
  }

  /// Those who have been silent for too long. The oldest come first, so this looks at no more than
  /// one beyond them.
  List<PeerSession> overdue(long now) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<PeerSession> overdue = new ArrayList<>();
    for (PeerSession session : waiting.values()) {
      if (now - session.since() < PATIENCE_NANOS) {
        break;
      }
      overdue.add(session);
    }
    return overdue;
  }

  /// When the next one is overdue; [Long#MAX_VALUE] if no one waits.
  long deadline() {
    return waiting.isEmpty()
        ? Long.MAX_VALUE
        : waiting.firstEntry().getValue().since() + PATIENCE_NANOS;
  }

  List<PeerSession> all() {
    return List.copyOf(waiting.values());
  }
}
