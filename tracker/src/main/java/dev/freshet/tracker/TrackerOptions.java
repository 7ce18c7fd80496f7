package dev.freshet.tracker;

import dev.freshet.core.registry.RegistryConfig;
import dev.freshet.protocol.IpAddress;
import java.util.List;

/// Where a tracker listens and how it behaves.
///
/// @param bind addresses to listen on; every address of both families if there is none
/// @param port for HTTP and UDP alike, 0 for any that is free for both
public record TrackerOptions(List<IpAddress> bind, int port, RegistryConfig registry) {
  public TrackerOptions {
    bind = List.copyOf(bind);
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port);
    }
  }

  /// Everywhere, on any free port, for any torrent.
  public static TrackerOptions defaults() {
    return new TrackerOptions(List.of(), 0, RegistryConfig.defaults());
  }

  /// The same on this port.
  public TrackerOptions withPort(int newPort) {
    return new TrackerOptions(bind, newPort, registry);
  }

  /// The same on these addresses.
  public TrackerOptions withBind(List<IpAddress> addresses) {
    return new TrackerOptions(addresses, port, registry);
  }

  /// The same with this registry.
  public TrackerOptions withRegistry(RegistryConfig config) {
    return new TrackerOptions(bind, port, config);
  }
}
