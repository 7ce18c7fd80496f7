package dev.freshet.core.node;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.torrent.Torrent;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.local.LocalSearch;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Local service discovery (BEP 14): calls out on the local network which torrents we take part in,
/// each once when it begins and then every five minutes, and hears the same from others.
///
/// A torrent of which only a link is known is called out too, since that is how it finds who has it
/// next door; of a private one nothing is said, nor anything heard (BEP 27).
final class LocalDiscovery {
  /// The time between two calls for one torrent.
  static final long INTERVAL_NANOS = 300_000_000_000L;

  /// The time between two calls for any, so that a thousand torrents do not call at once.
  static final long GAP_NANOS = 100_000_000L;

  /// Calls of others that are heard in a second.
  static final int MOST_HEARD = 20;

  private static final long SECOND = 1_000_000_000L;

  private final int listenPort;
  private final Map<Integer, Long> due = new TreeMap<>();
  private String cookie = "";
  private boolean called;
  private long lastCall;
  private long second;
  private int heard;

  /// @param listenPort where peers reach us; with 0 nobody is called
  LocalDiscovery(int listenPort) {
    this.listenPort = listenPort;
  }

  /// Calls for this torrent if it is time to.
  void advance(long now, Torrent torrent, Outbox out) {
    if (listenPort == 0 || !torrent.local()) {
      return;
    }
    Long at = due.get(torrent.id());
    if ((at != null && now - at < 0) || (called && now - lastCall < GAP_NANOS)) {
      return;
    }
    if (cookie.isEmpty()) {
      // part of an id that is random already, and on its way to everyone anyway
      cookie = torrent.conversations().cookie();
    }
    due.put(torrent.id(), now + INTERVAL_NANOS);
    called = true;
    lastCall = now;
    LocalSearch call = new LocalSearch(torrent.hashes().wire(), listenPort, cookie);
    for (Endpoint group : LocalSearch.GROUPS) {
      out.add(new NetEffect.CallGroup(group, call.encode(group)));
    }
  }

  /// We may be on another network: all call again.
  void again() {
    due.clear();
  }

  /// What someone else calls; null if that is nothing for us.
  @Nullable LocalSearch heard(long now, ByteBuffer bytes) {
    if (cookie.isEmpty()) {
      return null;
    }
    if (now - second >= SECOND) {
      second = now;
      heard = 0;
    }
    if (++heard > MOST_HEARD) {
      return null;
    }
    LocalSearch call = LocalSearch.decode(bytes);
    return call == null || call.cookie().equals(cookie) ? null : call;
  }

  /// The torrent is no more.
  void forget(int torrent) {
    due.remove(torrent);
  }
}
