package dev.freshet.protocol.proxy;

import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PercentCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A proxy that connections go through: those to peers, announces over HTTP and HTTPS, web seeds
/// and links, and never past it, also while it is down. With SOCKS5 datagrams go through it too;
/// where it does not relay them, or with HTTP, there is no DHT, uTP or tracker with `udp://`. There
/// is no port mapping or call on the local network with either.
///
/// @param host a name, or an address without brackets
/// @param port 1 to 65535
/// @param login what it wants to know of us; null if nothing
public record Proxy(Kind kind, String host, int port, @Nullable Login login) {
  /// What it speaks.
  public enum Kind {
    SOCKS5,
    HTTP
  }

  /// A user and a password, of 1 to 255 bytes each.
  public record Login(String user, String password) {
    private static final int MAX_BYTES = 255;

    public Login {
      if (!fits(user) || !fits(password)) {
        throw new IllegalArgumentException("user and password need 1 to 255 bytes");
      }
    }

    private static boolean fits(String text) {
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      return length >= 1 && length <= MAX_BYTES;
    }

    /// The value of the header `Proxy-Authorization` (RFC 7617).
    public String basic() {
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String toString() {
      return "a login";
    }
  }

  /// Longest URL that is taken, in chars: a login of two times 255 bytes, each escaped, fits.
  private static final int MAX_LENGTH = 2048;

  public Proxy {
    if (port < 1 || port > 0xffff || !isHost(host)) {
      throw new IllegalArgumentException("proxy " + host + " port " + port);
    }
  }

  /// Parses `socks5://[USER:PASSWORD@]HOST:PORT` or the same with `http://`; signs of the user and
  /// the password that have a meaning in URLs stand in their percent-encoding.
  public static Proxy parse(String url) throws ProxyException {
    if (url.length() > MAX_LENGTH) {
      throw new ProxyException("too long");
    }
    int colon = url.indexOf("://");
    Kind kind =
        switch (colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT)) {
          // names are always looked up by the proxy, which is what the h says
          case "socks5", "socks5h" -> Kind.SOCKS5;
          case "http" -> Kind.HTTP;
          default -> throw new ProxyException("neither socks5:// nor http://");
        };
    String rest = url.substring(colon + 3);
    rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    int at = rest.lastIndexOf('@');
    Login login = at < 0 ? null : login(rest.substring(0, at));
    String place = rest.substring(at + 1);
    int portAt = place.lastIndexOf(':');
    String host = portAt < 0 ? place : place.substring(0, portAt);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    host = bracketed ? host.substring(1, host.length() - 1) : host;
    if (!isHost(host) || host.contains(":") != bracketed) {
      throw new ProxyException("no host");
    }
    return new Proxy(kind, host, port(portAt < 0 ? "" : place.substring(portAt + 1)), login);
  }

  private static boolean isHost(String host) {
    return host.indexOf(':') >= 0
        ? IpAddress.parse(host) != null
        : host.length() <= Target.MAX_HOST && host.matches("[A-Za-z0-9_.-]+");
  }

  private static int port(String text) throws ProxyException {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 0xffff) {
      throw new ProxyException("no port");
    }
    return port;
  }

  private static Login login(String text) throws ProxyException {
    int colon = text.indexOf(':');
    try {
      return new Login(
          PercentCode.decode(colon < 0 ? text : text.substring(0, colon)),
          PercentCode.decode(colon < 0 ? "" : text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new ProxyException("a user and a password of 1 to 255 bytes belong together");
    }
  }

  /// Whether its kind can relay datagrams; this one may not do so all the same.
  public boolean relays() {
    return kind == Kind.SOCKS5;
  }

  /// Where it is: `HOST:PORT`.
  public String place() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /// Why nothing comes through it, as one clause.
  public String trouble(String reason) {
    return "the proxy " + place() + " cannot be used: " + reason;
  }

  /// Why no datagram goes through it, as one clause.
  public String relayTrouble(String reason) {
    return "the proxy " + place() + " relays no datagrams: " + reason;
  }

  /// The URL without the login.
  @Override
  public String toString() {
    return (kind == Kind.SOCKS5 ? "socks5://" : "http://") + place();
  }
}
