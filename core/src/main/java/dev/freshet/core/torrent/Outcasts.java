package dev.freshet.core.torrent;

import dev.freshet.protocol.Endpoint;
import java.util.LinkedHashSet;

/// The addresses that are never called again, and whose calls are not taken. Bounded: the oldest
/// are forgotten.
final class Outcasts {
  private final Hosts hosts;
  private final int most;
  private final LinkedHashSet<Endpoint> addresses = new LinkedHashSet<>();

  /// @param most how many addresses are remembered
  Outcasts(Hosts hosts, int most) {
    this.hosts = hosts;
    this.most = most;
  }

  void add(Endpoint endpoint) {
    if (addresses.add(endpoint) && addresses.size() > most) {
      addresses.removeFirst();
    }
  }

  /// Whether a peer can be at this address, and it is none of these.
  boolean admits(Endpoint endpoint) {
    return endpoint.port() != 0
        && !endpoint.ip().isUnspecified()
        && !endpoint.ip().isMulticast()
        && !has(endpoint);
  }

  /// Whether this address is one, or all of its machine.
  boolean has(Endpoint endpoint) {
    return addresses.contains(endpoint) || hosts.shut(endpoint.ip());
  }
}
