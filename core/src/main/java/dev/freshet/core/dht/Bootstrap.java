package dev.freshet.core.dht;

import dev.freshet.core.api.DhtOptions;
import dev.freshet.core.edge.Destination;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Where to begin when nobody is known: at routers, whose names are looked up, unless whoever
/// relays our datagrams does so. As long as that does not help it is tried again, each time less
/// soon.
final class Bootstrap {
  /// Ids of look-ups of ours; those of torrents begin with the torrent's number, which is lower.
  private static final long FIRST_REQUEST = (long) Integer.MAX_VALUE << 32;

  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(15);
  private static final int MAX_ADDRESSES = 4;

  private final List<DhtOptions.Router> routers;
  private final boolean byName;
  private final Map<Long, DhtOptions.Router> lookingUp = new LinkedHashMap<>();
  private long lastRequest = FIRST_REQUEST;
  private long dueAt;
  private long againNanos = FIRST_NANOS;

  /// @param byName whether routers are asked under their names
  Bootstrap(List<DhtOptions.Router> routers, boolean byName, long now) {
    this.routers = routers;
    this.byName = byName;
    this.dueAt = now;
  }

  /// When to call [#begin] if there are too few nodes; [Long#MAX_VALUE] for never.
  long dueAt() {
    return routers.isEmpty() ? Long.MAX_VALUE : dueAt;
  }

  /// Begins again. What is known at once; others come through [#resolved].
  List<Destination> begin(long now, Outbox out) {
    dueAt = now + againNanos;
    againNanos = Math.min(2 * againNanos, LONGEST_NANOS);
    lookingUp.clear();
    List<Destination> known = new ArrayList<>();
    for (DhtOptions.Router router : routers) {
      IpAddress literal = IpAddress.parse(router.host());
      if (literal != null) {
        known.add(new Destination.At(new Endpoint(literal, router.port())));
      } else if (byName) {
        known.add(new Destination.Named(router.host(), router.port()));
      } else {
        lookingUp.put(++lastRequest, router);
        out.add(new NetEffect.Resolve(lastRequest, router.host()));
      }
    }
    return known;
  }

  /// There are nodes enough: the next time may be soon again.
  void succeeded(long now) {
    againNanos = FIRST_NANOS;
    dueAt = now;
  }

  /// Whether this is the number of a look-up of the DHT's.
  static boolean asked(long request) {
    return request >= FIRST_REQUEST;
  }

  /// The answer to a look-up: where to begin; none if it is out of date.
  List<Destination> resolved(long request, List<IpAddress> addresses) {
    DhtOptions.Router router = lookingUp.remove(request);
    return router == null
        ? List.of()
        : addresses.stream()
            .limit(MAX_ADDRESSES)
            .<Destination>map(ip -> new Destination.At(new Endpoint(ip, router.port())))
            .toList();
  }
}
