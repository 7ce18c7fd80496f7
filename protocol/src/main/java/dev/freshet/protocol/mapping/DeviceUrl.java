package dev.freshet.protocol.mapping;

import dev.freshet.protocol.IpAddress;
import org.jspecify.annotations.Nullable;

/// Where a device of the local network is called over HTTP. It is an address, never a name, so that
/// nothing but the device that we found can be meant.
///
/// @param path as it goes into the request, beginning with a slash
public record DeviceUrl(IpAddress ip, int port, String path) {
  private static final int MAX_LENGTH = 512;
  private static final int USUAL_PORT = 80;
  private static final String SCHEME = "http://";

  public DeviceUrl {
    if (port < 1 || port > 0xffff || !path.startsWith("/")) {
      throw new IllegalArgumentException("port " + port + ", path " + path);
    }
  }

  /// Reads one; null for anything else than HTTP to an address.
  public static @Nullable DeviceUrl parse(String text) {
    String url = text.strip();
    if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || !isPlain(url)) {
      return null;
    }
    int slash = url.indexOf('/', SCHEME.length());
    String place = url.substring(SCHEME.length(), slash < 0 ? url.length() : slash);
    String path = slash < 0 ? "/" : url.substring(slash);
    int colon = place.indexOf(':', place.lastIndexOf(']') + 1);
    IpAddress ip = IpAddress.parse(colon < 0 ? place : place.substring(0, colon));
    int port = colon < 0 ? USUAL_PORT : port(place.substring(colon + 1));
    return ip == null || port == 0 ? null : new DeviceUrl(ip, port, path);
  }

  private static int port(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    return port > 0xffff ? 0 : port;
  }

  /// Whether nothing in it could be taken for more than a URL.
  private static boolean isPlain(String text) {
    return text.length() <= MAX_LENGTH
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"<>\\^`{|}#".indexOf(c) < 0);
  }

  /// What this reference means in a document from here; null if that is no such URL, or at another
  /// address.
  public @Nullable DeviceUrl resolve(String reference) {
    String text = reference.strip();
    if (text.contains("://")) {
      DeviceUrl to = parse(text);
      return to != null && to.ip.equals(ip) ? to : null;
    }
    if (text.isEmpty() || text.startsWith("//") || !isPlain(text)) {
      return null;
    }
    String base = path.substring(0, path.split("\\?", 2)[0].lastIndexOf('/') + 1);
    return new DeviceUrl(ip, port, text.startsWith("/") ? text : base + text);
  }

  @Override
  public String toString() {
    return SCHEME + (ip.isV4() ? ip : "[" + ip + "]") + ":" + port + path;
  }
}
