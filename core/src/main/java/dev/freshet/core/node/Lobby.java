package dev.freshet.core.node;

import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Peers that have connected to us and have not said yet which torrent they mean.
final class Lobby {
  /// How long one may stand here.
  static final long PATIENCE_NANOS = 10_000_000_000L;

  private final int most;
  private final LinkedHashMap<Integer, PeerSession> waiting = new LinkedHashMap<>();

  /// @param most how many there may be
  Lobby(int most) {
    this.most = most;
  }

  boolean isFull() {
    return waiting.size() >= most;
  }

  /// Who makes room for one more: of the machine that has most here the one that has waited
  /// longest; null if nobody is here. Whoever calls in earnest speaks after a round trip, and one
  /// machine that calls in crowds shows out its own.
  @Nullable PeerSession hindmost() {
    Map<IpAddress, Integer> crowds = new LinkedHashMap<>();
    int largest = 0;
    for (PeerSession session : waiting.values()) {
      largest = Math.max(largest, crowds.merge(machine(session), 1, Integer::sum));
    }
    for (PeerSession session : waiting.values()) {
      if (crowds.getOrDefault(machine(session), 0) == largest) {
        return session;
      }
    }
    return null;
  }

  private static IpAddress machine(PeerSession session) {
    return session.endpoint().ip().machine();
  }

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
