package dev.freshet.core.api;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import org.jspecify.annotations.Nullable;

/// How the gateway lets others through to us.
///
/// @param method by which protocol it was asked
/// @param externalIp the address that others see; null if the gateway does not say
/// @param tcpPort where peers reach us there; 0 if it is not mapped
/// @param udpPort where the DHT reaches us there; 0 if it is not mapped
public record PortMapping(String method, @Nullable IpAddress externalIp, int tcpPort, int udpPort) {
  /// Where peers reach us; null if that is not known.
  public @Nullable Endpoint peers() {
    return externalIp == null || tcpPort == 0 ? null : new Endpoint(externalIp, tcpPort);
  }
}
