package dev.freshet.core.dht;

import dev.freshet.core.edge.Destination;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Where to begin when nobody is known: at routers, and at the nodes that torrents name. Names are
/// looked up, unless whoever relays our datagrams does so. As long as that does not help it is
/// tried again, each time less soon.
final class Bootstrap {
  /// Ids of look-ups of ours; those of torrents begin with the torrent's number, which is lower.
  private static final long FIRST_REQUEST = (long) Integer.MAX_VALUE << 32;

  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(15);
  private static final int MAX_ADDRESSES = 4;

  /// The most nodes that torrents may name, all together.
  static final int MAX_NAMED = 256;

  /// Where somebody may be asked.
  ///
  /// @param router whether everybody asks it, so that it is no node of ours
  record Way(Destination to, boolean router) {
    /// Whether it leads through IPv6.
    boolean inV6() {
      return to instanceof Destination.At(Endpoint at) && !at.ip().isV4();
    }
  }

  private record Guide(HostPort at, boolean router) {}

  private final List<HostPort> routers;
  private final boolean byName;

  /// Nodes that torrents named, and those of them that have not been asked.
  private final Set<HostPort> named = new LinkedHashSet<>();

  private final List<HostPort> fresh = new ArrayList<>();
  private final Map<Long, Guide> lookingUp = new LinkedHashMap<>();
  private long lastRequest = FIRST_REQUEST;
  private long dueAt;
  private long againNanos = FIRST_NANOS;

  /// @param byName whether guides are asked under their names
  Bootstrap(List<HostPort> routers, boolean byName, long now) {
    this.routers = routers;
    this.byName = byName;
    this.dueAt = now;
  }

  /// A torrent names these. False if that is nothing new, or there are too many.
  boolean introduce(List<HostPort> nodes) {
    for (HostPort node : nodes) {
      if (named.size() < MAX_NAMED && !routers.contains(node) && named.add(node)) {
        fresh.add(node);
      }
    }
    return !fresh.isEmpty();
  }

  /// When to call [#begin] if there are too few nodes; [Long#MAX_VALUE] for never.
  long dueAt() {
    return routers.isEmpty() && named.isEmpty() ? Long.MAX_VALUE : dueAt;
  }

  /// Begins again. What is known at once; others come through [#resolved].
  List<Way> begin(long now, Outbox out) {
    dueAt = now + againNanos;
    againNanos = Math.min(2 * againNanos, LONGEST_NANOS);
    lookingUp.clear();
    fresh.clear();
    List<Way> known = new ArrayList<>();
    routers.forEach(at -> ask(new Guide(at, true), known, out));
    named.forEach(at -> ask(new Guide(at, false), known, out));
    return known;
  }

  /// Asks those that torrents have named since the last time.
  List<Way> greet(Outbox out) {
    List<Way> known = new ArrayList<>();
    fresh.forEach(at -> ask(new Guide(at, false), known, out));
    fresh.clear();
    return known;
  }

  private void ask(Guide guide, List<Way> known, Outbox out) {
    HostPort at = guide.at;
    Endpoint literal = at.literal();
    if (literal != null) {
      way(literal.ip(), guide).ifPresent(known::add);
    } else if (byName) {
      known.add(new Way(new Destination.Named(at.host(), at.port()), guide.router));
    } else {
      lookingUp.put(++lastRequest, guide);
      out.add(new NetEffect.Resolve(lastRequest, at.host()));
    }
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
  List<Way> resolved(long request, List<IpAddress> addresses) {
    Guide guide = lookingUp.remove(request);
    return guide == null
        ? List.of()
        : addresses.stream().limit(MAX_ADDRESSES).flatMap(ip -> way(ip, guide).stream()).toList();
  }

  private static Optional<Way> way(IpAddress ip, Guide guide) {
    return ip.isUnspecified() || ip.isMulticast()
        ? Optional.empty()
        : Optional.of(new Way(new Destination.At(new Endpoint(ip, guide.at.port())), guide.router));
  }
}
