package dev.freshet.protocol;

import org.jspecify.annotations.Nullable;

/// An IP address and a port, 0 to 65535.
public record Endpoint(IpAddress ip, int port) implements Comparable<Endpoint> {
  public Endpoint {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port);
    }
  }

  /// Parses `192.0.2.1:6881` or `[2001:db8::1]:6881`; null for anything else, names included.
  public static @Nullable Endpoint parse(String text) {
    return IpLiteral.parseEndpoint(text);
  }

  @Override
  public int compareTo(Endpoint other) {
    int byIp = ip.compareTo(other.ip);
    return byIp != 0 ? byIp : Integer.compare(port, other.port);
  }

  @Override
  public String toString() {
    return ip.isV4() ? ip + ":" + port : "[" + ip + "]:" + port;
  }
}
