package dev.freshet.net;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Our words for addresses in the JDK's, and back.
final class Sockets {
  private Sockets() {}

  static InetAddress address(IpAddress ip) {
    try {
      return InetAddress.getByAddress(ip.bytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes", e);
    }
  }

  static InetSocketAddress address(Endpoint endpoint) {
    return new InetSocketAddress(address(endpoint.ip()), endpoint.port());
  }

  static Endpoint endpoint(InetSocketAddress address) {
    return new Endpoint(IpAddress.of(address.getAddress().getAddress()), address.getPort());
  }
}
