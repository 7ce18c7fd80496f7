package dev.freshet.protocol.announce;

import dev.freshet.protocol.IpAddress;
import org.jspecify.annotations.Nullable;

/// Where a tracker is announced to: an `http`, `https` or `udp` URL, taken apart (RFC 3986).
///
/// @param host a name in lower case or an address literal, without brackets
/// @param port 1 to 65535
/// @param target path and query as they go on the wire; begins with `/`, or is empty for a UDP
///   tracker without a path
public record TrackerUrl(Scheme scheme, String host, int port, String target) {
  /// How the tracker is spoken to.
  public enum Scheme {
    HTTP("http", 80),
    HTTPS("https", 443),
    UDP("udp", 0);

    private final String text;
    private final int defaultPort;

    Scheme(String text, int defaultPort) {
      this.text = text;
      this.defaultPort = defaultPort;
    }

    /// The scheme as it stands in the URL.
    public String text() {
      return text;
    }

    /// The port where the URL names none; 0 if it must.
    public int defaultPort() {
      return defaultPort;
    }
  }

  /// The longest URL taken, in chars.
  public static final int MAX_LENGTH = 2048;

  public TrackerUrl {
    if (port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port);
    }
  }

  /// Parses an announce URL. Strict, because what is refused here cannot surprise an HTTP client:
  /// no user name, no fragment, no space or sign that needs an escape, no host that looks like an
  /// address but is none.
  ///
  /// @throws AnnounceException if `url` is anything else
  public static TrackerUrl parse(String url) throws AnnounceException {
    return TrackerUrlParser.parse(url);
  }

  /// The host as an address if it is a literal; null if it is a name to be looked up.
  public @Nullable IpAddress ip() {
    return IpAddress.parse(host);
  }

  /// The same tracker with `parameter=value&...` added to its query.
  public String withQuery(String parameters) {
    int query = target.indexOf('?');
    boolean joined = query < 0 || query == target.length() - 1 || target.endsWith("&");
    return this + (query < 0 ? "?" : joined ? "" : "&") + parameters;
  }

  /// Where the same tracker is scraped over HTTP: `announce` right behind the last slash becomes
  /// `scrape` (BEP 48). Null if something else stands there, which means that the tracker cannot be
  /// scraped.
  public @Nullable TrackerUrl scrape() {
    int last = target.lastIndexOf('/') + 1;
    if (!target.startsWith("announce", last)) {
      return null;
    }
    String scrape = target.substring(0, last) + "scrape" + target.substring(last + 8);
    return new TrackerUrl(scheme, host, port, scrape);
  }

  /// The URL in canonical form; the port is left out where it is the scheme's own.
  @Override
  public String toString() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    String at = port == scheme.defaultPort ? "" : ":" + port;
    return scheme.text + "://" + name + at + target;
  }
}
