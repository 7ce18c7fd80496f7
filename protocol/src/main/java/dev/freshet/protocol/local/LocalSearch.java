package dev.freshet.protocol.local;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a peer calls out on its local network: which torrents it takes part in, and at which port
/// (BEP 14). In form it is the head of an HTTP request.
///
/// @param infoHashes 20 bytes each, one at least
/// @param port where it takes connections, 1 to 65535
/// @param cookie by which who calls knows its own words; empty if there is none
public record LocalSearch(List<Hash> infoHashes, int port, String cookie) {
  /// Where it is called over IPv4.
  public static final Endpoint GROUP_V4 =
      Objects.requireNonNull(Endpoint.parse("239.192.152.143:6771"));

  /// Where it is called over IPv6.
  public static final Endpoint GROUP_V6 =
      Objects.requireNonNull(Endpoint.parse("[ff15::efc0:988f]:6771"));

  /// Both of them.
  public static final List<Endpoint> GROUPS = List.of(GROUP_V4, GROUP_V6);

  /// Longer calls are not read (BEP 14 asks for no more than 1400 bytes).
  static final int MAX_LENGTH = 1400;

  /// Info-hashes read of one call.
  static final int MAX_HASHES = 20;

  /// Characters of a cookie that are kept.
  static final int MAX_COOKIE = 64;

  private static final Pattern LINE_END = Pattern.compile("\r?\n");
  private static final Pattern HEX_HASH = Pattern.compile("[0-9a-fA-F]{40}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  private static final String FIRST_LINE = "BT-SEARCH * HTTP/1.1";

  public LocalSearch {
    infoHashes = List.copyOf(infoHashes);
    if (infoHashes.isEmpty() || port < 1 || port > 0xffff) {
      throw new IllegalArgumentException(infoHashes.size() + " info-hashes, port " + port);
    }
  }

  /// The datagram for this group.
  public ByteBuffer encode(Endpoint group) {
    StringBuilder text = new StringBuilder(FIRST_LINE).append("\r\nHost: ").append(group);
    text.append("\r\nPort: ").append(port).append("\r\n");
    for (Hash hash : infoHashes) {
      text.append("Infohash: ").append(hash.hex()).append("\r\n");
    }
    if (!cookie.isEmpty()) {
      text.append("cookie: ").append(cookie).append("\r\n");
    }
    return ByteBuffer.wrap(text.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
  }

  /// Reads a datagram; null if it is no such call.
  public static @Nullable LocalSearch decode(ByteBuffer in) {
    if (in.remaining() > MAX_LENGTH) {
      return null;
    }
    String[] lines = LINE_END.split(StandardCharsets.ISO_8859_1.decode(in.duplicate()), -1);
    if (!lines[0].equals(FIRST_LINE)) {
      return null;
    }
    List<Hash> hashes = new ArrayList<>();
    int port = 0;
    String cookie = "";
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      String value = lines[i].substring(colon + 1).strip();
      switch (lines[i].substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
        case "port" -> port = number(value);
        case "infohash" -> {
          if (hashes.size() < MAX_HASHES && HEX_HASH.matcher(value).matches()) {
            hashes.add(Hash.parseHex(value));
          }
        }
        case "cookie" -> cookie = value.substring(0, Math.min(value.length(), MAX_COOKIE));
        default -> {}
      }
    }
    return hashes.isEmpty() || port == 0 ? null : new LocalSearch(hashes, port, cookie);
  }

  /// A port; 0 if it is none.
  private static int number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return 0;
    }
    int number = Integer.parseInt(text);
    return number <= 0xffff ? number : 0;
  }

  /// Where this can be reached, called from there.
  public Endpoint at(IpAddress from) {
    return new Endpoint(from, port);
  }
}
