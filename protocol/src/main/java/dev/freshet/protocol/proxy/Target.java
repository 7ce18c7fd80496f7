package dev.freshet.protocol.proxy;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import org.jspecify.annotations.Nullable;

/// Where a connection through a proxy is to lead.
///
/// @param host a name, which the proxy looks up, or an address without brackets
/// @param port 1 to 65535
public record Target(String host, int port) {
  /// Longest name, in bytes (RFC 1928, 4).
  static final int MAX_HOST = 255;

  public Target {
    if (!isOne(host, port)) {
      throw new IllegalArgumentException("target " + host + " port " + port);
    }
  }

  /// What a stranger names; null if it is none.
  public static @Nullable Target named(String host, int port) {
    return isOne(host, port) ? new Target(host, port) : null;
  }

  private static boolean isOne(String host, int port) {
    boolean visible = !host.isEmpty() && host.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return port >= 1 && port <= 0xffff && visible && host.length() <= MAX_HOST;
  }

  /// An address and a port, which is not 0.
  public static Target of(Endpoint endpoint) {
    return new Target(endpoint.ip().toString(), endpoint.port());
  }

  /// The host as an address; null if it is a name.
  @Nullable IpAddress ip() {
    return IpAddress.parse(host);
  }

  /// As it stands in URLs.
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
