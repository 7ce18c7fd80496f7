package dev.freshet.core.torrent;

import dev.freshet.core.api.Datagrams;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Peers that a link knows by name: looked up once we look for peers, and again while a name has no
/// address. Behind a proxy none is, for that would tell the network here what we are after.
final class PeerNames {
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(60);

  /// The most addresses taken from one name.
  private static final int MAX_ADDRESSES = 4;

  private final List<HostPort> unknown;
  private final LongSupplier requestIds;
  private final Map<Long, HostPort> lookingUp = new LinkedHashMap<>();
  private long dueAt;

  PeerNames(List<HostPort> hosts, Datagrams datagrams, LongSupplier requestIds, long now) {
    this.unknown = new ArrayList<>(datagrams == Datagrams.DIRECT ? hosts : List.of());
    this.requestIds = requestIds;
    this.dueAt = now;
  }

  /// We look for peers: asks for what is not known.
  void advance(long now, Outbox out) {
    if (now - dueAt < 0 || unknown.isEmpty()) {
      return;
    }
    dueAt = now + AGAIN_NANOS;
    lookingUp.clear();
    for (HostPort peer : unknown) {
      long request = requestIds.getAsLong();
      lookingUp.put(request, peer);
      out.add(new NetEffect.Resolve(request, peer.host()));
    }
  }

  /// The peers of an answer; null if it is none of ours.
  @Nullable List<Endpoint> arrived(NetInput input) {
    if (input instanceof NetInput.Resolved(long request, List<IpAddress> addresses)
        && lookingUp.remove(request) instanceof HostPort peer) {
      if (!addresses.isEmpty()) {
        unknown.remove(peer);
      }
      return addresses.stream()
          .limit(MAX_ADDRESSES)
          .map(ip -> new Endpoint(ip, peer.port()))
          .toList();
    }
    return null;
  }
}
