package dev.freshet.net;

import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.function.Predicate;

/// Where a request for a URL from a stranger may lead: such a URL must not make us speak to
/// machines of our own network in the stranger's name (server-side request forgery).
///
/// A URL may name a machine of the local network, for that is where many servers are, but then it
/// has no query, which is what commands to devices mostly are. A redirect never leads from a public
/// host to one that is not, never from HTTPS to HTTP, and never out of HTTP.
///
/// Whether a host is public is judged by the addresses that we then connect to ([Dialler]).
///
/// @param open which addresses are of the open internet
record Reach(Predicate<InetAddress> open) {
  /// The rules as they are for everyone.
  static final Reach USUAL = new Reach(Reach::isPublic);

  /// A rule of ours says no.
  static final class Forbidden extends IOException {
    private static final long serialVersionUID = 1L;

    Forbidden(String reason) {
      super(reason);
    }
  }

  /// Checks the URL that a request begins with.
  ///
  /// @param isOpen whether its host is of the open internet
  /// @throws Forbidden if there must be no request for it
  static void begin(URI url, boolean isOpen) throws Forbidden {
    if (!isOpen && url.getRawQuery() != null) {
      throw new Forbidden("a host in the local network may not be asked with a query");
    }
  }

  /// Checks how a redirect leads, before anything is known of its host.
  ///
  /// @throws Forbidden if it must not be followed
  static void redirect(URI from, URI to) throws Forbidden {
    boolean secure = scheme(to).equals("https");
    if (scheme(from).equals("https") && !secure) {
      throw new Forbidden("redirected from HTTPS to HTTP");
    }
  }

  /// Checks where a redirect leads.
  ///
  /// @param begun whether the request began at a host of the open internet
  /// @param isOpen whether the host that it leads to is one
  /// @throws Forbidden if it must not be followed
  static void redirect(boolean begun, boolean isOpen) throws Forbidden {
    if (begun && !isOpen) {
      throw new Forbidden("redirected into the local network");
    }
  }

  private static String scheme(URI url) throws Forbidden {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if ((!scheme.equals("http") && !scheme.equals("https")) || url.getHost() == null) {
      throw new Forbidden("redirected out of HTTP");
    }
    return scheme;
  }

  /// Whether a host that a proxy looks up is of the open internet, as far as can be told: where a
  /// name leads, only the proxy knows.
  ///
  /// @throws IllegalArgumentException if it may be an address, written as only some read it
  boolean isOpenBeyond(String host) {
    IpAddress ip = IpAddress.parse(host);
    if (ip != null) {
      return open.test(Sockets.address(ip));
    }
    String last = host.substring(host.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (last.isEmpty() || host.indexOf(':') >= 0 || last.matches("[0-9]+|0x[0-9a-f]*")) {
      throw new IllegalArgumentException(host);
    }
    return !last.equals("localhost") && !last.equals("local") && host.indexOf('.') >= 0;
  }

  /// Whether this is an address of the open internet.
  static boolean isPublic(InetAddress address) {
    byte[] b = address.getAddress();
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    int first = b[0] & 0xff;
    int second = b[1] & 0xff;
    if (b.length == 4) {
      boolean carrier = first == 100 && second >= 64 && second < 128;
      boolean reserved = first == 0 || first >= 240;
      boolean assigned = first == 192 && second == 0 && b[2] == 0;
      boolean benchmark = first == 198 && (second & 0xfe) == 18;
      return !carrier && !reserved && !assigned && !benchmark;
    }
    boolean unique = (first & 0xfe) == 0xfc;
    // an IPv4 address in IPv6 clothes reaches what that address reaches
    boolean translated = first == 0 && second == 0x64;
    boolean sixToFour = first == 0x20 && second == 0x02;
    boolean lowest = first == 0 && second == 0;
    return !unique && !translated && !sixToFour && !lowest;
  }
}
