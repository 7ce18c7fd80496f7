package dev.freshet.protocol.announce;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// [AnnounceRequest] as the query of an HTTP GET, both sides (BEP 3, 7, 23).
public final class AnnounceQuery {
  /// Chars of a tracker id that are sent and read.
  static final int MAX_TRACKER_ID = 256;

  private AnnounceQuery() {}

  /// The URL to fetch in order to tell this tracker; a query that the URL has already is kept.
  public static String url(TrackerUrl tracker, AnnounceRequest request) {
    StringBuilder query = new StringBuilder(320);
    QueryString.append(query, "info_hash", request.infoHash().bytes());
    QueryString.append(query, "peer_id", request.peerId().bytes());
    QueryString.append(query, "port", Integer.toString(request.port()));
    QueryString.append(query, "uploaded", Long.toString(request.uploaded()));
    QueryString.append(query, "downloaded", Long.toString(request.downloaded()));
    QueryString.append(query, "left", Long.toString(request.left()));
    QueryString.append(query, "compact", request.compact() ? "1" : "0");
    QueryString.append(query, "key", HexFormat.of().withUpperCase().toHexDigits(request.key()));
    if (request.wanted() >= 0) {
      QueryString.append(query, "numwant", Integer.toString(request.wanted()));
    }
    if (request.event() != AnnounceEvent.NONE) {
      QueryString.append(query, "event", request.event().name().toLowerCase(Locale.ROOT));
    }
    IpAddress ip = request.claimedIp();
    if (ip != null) {
      QueryString.append(query, "ip", ip.toString());
    }
    String trackerId = request.trackerId();
    if (trackerId != null) {
      QueryString.append(query, "trackerid", trackerId);
    }
    return tracker.withQuery(query.toString());
  }

  /// Reads the query of an announce, without the question mark. Parameters that are not of the BEPs
  /// are ignored.
  ///
  /// @throws AnnounceException if a required parameter is missing, or one is there twice or wrong
  public static AnnounceRequest parse(String query) throws AnnounceException {
    QueryString parameters = QueryString.parse(query);
    String ip = parameters.one("ip");
    return new AnnounceRequest(
        Hash.of(twentyBytes("info_hash", parameters.one("info_hash"))),
        PeerId.of(twentyBytes("peer_id", parameters.one("peer_id"))),
        port(parameters.one("port")),
        count("uploaded", parameters.one("uploaded"), 0),
        count("downloaded", parameters.one("downloaded"), 0),
        count("left", parameters.one("left"), -1),
        event(parameters.one("event")),
        key(parameters.one("key")),
        wanted(parameters.one("numwant")),
        !"0".equals(parameters.one("compact")),
        ip == null ? null : IpAddress.parse(ip),
        trackerId(parameters.one("trackerid")));
  }

  static byte[] twentyBytes(String name, @Nullable String value) throws AnnounceException {
    if (value == null) {
      throw new AnnounceException("no " + name);
    }
    if (value.length() != Hash.SHA1_LENGTH) {
      throw new AnnounceException(name + " of " + value.length() + " bytes");
    }
    return value.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int port(@Nullable String value) throws AnnounceException {
    long port = count("port", value, -1);
    if (port > 0xffff) {
      throw new AnnounceException("port beyond 65535");
    }
    return (int) port;
  }

  /// A decimal number, clamped to what a long holds.
  private static long count(String name, @Nullable String value, long absent)
      throws AnnounceException {
    if (value == null && absent >= 0) {
      return absent;
    }
    if (value == null) {
      throw new AnnounceException("no " + name);
    }
    if (value.isEmpty()
        || value.length() > 20
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new AnnounceException(name + " is not a number");
    }
    long number = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (number > (Long.MAX_VALUE - digit) / 10) {
        return Long.MAX_VALUE;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /// Events of later BEPs, such as `paused` of BEP 21, are regular announces.
  private static AnnounceEvent event(@Nullable String value) {
    return switch (value) {
      case "started" -> AnnounceEvent.STARTED;
      case "completed" -> AnnounceEvent.COMPLETED;
      case "stopped" -> AnnounceEvent.STOPPED;
      case null, default -> AnnounceEvent.NONE;
    };
  }

  /// Up to eight hexadecimal digits as that number; any other text by a hash of it.
  private static int key(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return 0;
    }
    boolean hex = value.length() <= 8 && value.chars().allMatch(HexFormat::isHexDigit);
    return hex
        ? HexFormat.fromHexDigits(value)
        : Arrays.hashCode(value.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static int wanted(@Nullable String value) throws AnnounceException {
    if (value == null || value.isEmpty() || value.startsWith("-")) {
      return -1;
    }
    return (int) Math.min(Integer.MAX_VALUE, count("numwant", value, -1));
  }

  private static @Nullable String trackerId(@Nullable String value) {
    if (value == null) {
      return null;
    }
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    String text = PlainText.of(new String(bytes, StandardCharsets.UTF_8), MAX_TRACKER_ID);
    return text.isEmpty() ? null : text;
  }
}
