package dev.freshet.protocol;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A host by name or address, and a port, 1 to 65535: what stands where an [Endpoint] need not be
/// known yet.
///
/// @param host a name (RFC 1123, underscores allowed) or an IP address, without brackets
public record HostPort(String host, int port) {
  /// The longest host name (RFC 1035).
  private static final int MAX_HOST_LENGTH = 253;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  /// @throws IllegalArgumentException if one is neither
  public HostPort {
    if (!isHost(host) || port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("host " + host + ", port " + port);
    }
  }

  /// The same of what others claim; null if it is none.
  public static @Nullable HostPort of(String host, long port) {
    return isHost(host) && port >= 1 && port <= 0xffff ? new HostPort(host, (int) port) : null;
  }

  /// Parses `HOST:PORT`, where an IPv6 address stands in brackets; null for anything else.
  public static @Nullable HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    String port = text.substring(colon + 1);
    return host.contains(":") == bracketed && NUMBER.matcher(port).matches()
        ? of(host, Integer.parseInt(port))
        : null;
  }

  /// The address if it is one; null for a name.
  public @Nullable Endpoint literal() {
    IpAddress ip = IpAddress.parse(host);
    return ip == null ? null : new Endpoint(ip, port);
  }

  private static boolean isHost(String host) {
    if (host.length() > MAX_HOST_LENGTH || host.startsWith("[")) {
      return false;
    }
    return IpAddress.parse(host) != null
        // one whose last label begins with a digit is a broken address
        || (NAME.matcher(host).matches() && !Character.isDigit(lastLabel(host).charAt(0)));
  }

  private static String lastLabel(String host) {
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return bare.substring(bare.lastIndexOf('.') + 1);
  }

  /// As [#parse] reads it.
  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
