package dev.freshet.net;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;

/// Our words for addresses in the JDK's, and back.
final class Sockets {
  private Sockets() {}

  /// An HTTP client that connects from the address that we are bound to, and from no other: where
  /// that is of another family than the server's, the server cannot be reached.
  static HttpClient.Builder http(NetOptions options) {
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (options.bind().isEmpty() || options.bind().getFirst().isUnspecified()) {
      return builder;
    }
    return builder.localAddress(address(options.bind().getFirst()));
  }

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
