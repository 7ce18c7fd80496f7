package dev.freshet.protocol.announce;

import dev.freshet.protocol.IpAddress;
import java.util.Locale;

/// Text to [TrackerUrl], by the grammar of RFC 3986 and no other.
final class TrackerUrlParser {
  /// The longest name that DNS takes, and the longest of its labels.
  private static final int MAX_HOST = 253;

  private static final int MAX_LABEL = 63;

  /// What stands in paths and queries besides letters, digits and escapes.
  private static final String TARGET_SIGNS = "-._~!$&'()*+,;=:@/?";

  private TrackerUrlParser() {}

  static TrackerUrl parse(String url) throws AnnounceException {
    if (url.length() > TrackerUrl.MAX_LENGTH) {
      throw new AnnounceException("a URL of " + url.length() + " characters");
    }
    for (int i = 0; i < url.length(); i++) {
      if (url.charAt(i) <= ' ' || url.charAt(i) >= 0x7f) {
        throw new AnnounceException("a URL with a space, control or non-ASCII character");
      }
    }
    TrackerUrl.Scheme scheme = scheme(url);
    int from = scheme.text().length() + 3;
    int to = from;
    while (to < url.length() && "/?#".indexOf(url.charAt(to)) < 0) {
      to++;
    }
    String authority = url.substring(from, to);
    int colon = portColon(authority);
    String host = host(colon < 0 ? authority : authority.substring(0, colon));
    int port = colon < 0 ? scheme.defaultPort() : port(authority.substring(colon + 1));
    if (port == 0) {
      throw new AnnounceException("a UDP tracker without a port");
    }
    String rest = target(url.substring(to));
    boolean slash = rest.startsWith("?") || (rest.isEmpty() && scheme != TrackerUrl.Scheme.UDP);
    return new TrackerUrl(scheme, host, port, slash ? "/" + rest : rest);
  }

  private static TrackerUrl.Scheme scheme(String url) throws AnnounceException {
    for (TrackerUrl.Scheme scheme : TrackerUrl.Scheme.values()) {
      String prefix = scheme.text() + "://";
      if (url.regionMatches(true, 0, prefix, 0, prefix.length())) {
        return scheme;
      }
    }
    throw new AnnounceException("a URL that is not http, https or udp");
  }

  /// Where the colon before the port stands; -1 if there is none.
  private static int portColon(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? colon : -1;
  }

  private static int port(String digits) throws AnnounceException {
    boolean number = !digits.isEmpty() && digits.length() <= 5 && isAll(digits, '0', '9');
    int port = number ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 0xffff) {
      throw new AnnounceException("a port that is not 1 to 65535");
    }
    return port;
  }

  private static String host(String text) throws AnnounceException {
    if (text.indexOf('@') >= 0) {
      throw new AnnounceException("a URL with a user name");
    }
    IpAddress ip = IpAddress.parse(text);
    if (ip != null && (ip.isV4() || text.startsWith("["))) {
      return ip.toString();
    }
    String name = text.toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.length() > MAX_HOST || !isName(name)) {
      throw new AnnounceException("a host that is neither a name nor an address");
    }
    return name;
  }

  /// Labels of letters, digits, hyphens and underscores. The last one must not be a number: such
  /// hosts are addresses to some parsers and names to others.
  private static boolean isName(String name) {
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (label.isEmpty() || label.length() > MAX_LABEL) {
        return false;
      }
      for (int i = 0; i < label.length(); i++) {
        char c = label.charAt(i);
        if (!isLetterOrDigit(c) && c != '-' && c != '_') {
          return false;
        }
      }
    }
    String last = labels[labels.length - 1];
    return !isAll(last, '0', '9') && !last.startsWith("0x");
  }

  private static String target(String text) throws AnnounceException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escape =
          c == '%'
              && i + 2 < text.length()
              && Character.digit(text.charAt(i + 1), 16) >= 0
              && Character.digit(text.charAt(i + 2), 16) >= 0;
      if (!escape && !isLetterOrDigit(c) && TARGET_SIGNS.indexOf(c) < 0) {
        throw new AnnounceException("a URL with a misplaced '" + c + "'");
      }
    }
    return text;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isAll(String text, char first, char last) {
    return text.chars().allMatch(c -> c >= first && c <= last);
  }
}
