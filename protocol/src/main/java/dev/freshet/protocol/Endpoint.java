package dev.freshet.protocol;

import java.nio.ByteBuffer;
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

  /// Bytes of the compact form: 6 for IPv4, 18 for IPv6 (BEP 7, 11, 23).
  public static int compactLength(boolean v4) {
    return v4 ? 6 : 18;
  }

  /// Reads the compact form at the buffer's position and moves it. What is read as IPv6 may be an
  /// IPv4 address in its mapped form.
  public static Endpoint readCompact(ByteBuffer in, boolean v4) {
    IpAddress ip = v4 ? IpAddress.v4(in.getInt()) : new IpAddress(in.getLong(), in.getLong());
    return new Endpoint(ip, in.getShort() & 0xffff);
  }

  /// Appends the compact form at the buffer's position.
  public void writeCompact(ByteBuffer out) {
    out.put(ip.bytes()).putShort((short) port);
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
