package dev.freshet.protocol.magnet;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.PercentCode;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes a magnet link apart. A broken info-hash is an error; whatever else is broken, doubled or
/// too much is left out, because the torrent can be had without it.
final class MagnetParser {
  static final String SCHEME = "magnet:?";
  static final String V1_URN = "urn:btih:";
  static final String V2_URN = "urn:btmh:";

  /// How a multihash says SHA-256 of 32 bytes.
  static final String SHA256_MULTIHASH = "1220";

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern RANGE = Pattern.compile("[0-9]{1,9}(-[0-9]{1,9})?");
  private static final Pattern NUMBERED = Pattern.compile("(xt|dn|tr|ws|xl)\\.[0-9]{1,9}");

  private @Nullable Hash v1;
  private @Nullable Hash v2;
  private @Nullable String name;
  private long length;
  private final Set<String> trackers = new LinkedHashSet<>();
  private final Set<String> webSeeds = new LinkedHashSet<>();
  private final Set<Endpoint> peers = new LinkedHashSet<>();
  private final Set<HostPort> peerHosts = new LinkedHashSet<>();
  private final Set<HostPort> nodes = new LinkedHashSet<>();
  private final Set<Magnet.Range> select = new LinkedHashSet<>();

  private MagnetParser() {}

  static Magnet parse(String link) throws MetainfoException {
    if (link.length() > Magnet.MAX_LENGTH) {
      throw new MetainfoException("a link of " + link.length() + " characters");
    }
    if (!link.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new MetainfoException("not a magnet link");
    }
    MagnetParser parser = new MagnetParser();
    int from = SCHEME.length();
    while (from <= link.length()) {
      int next = link.indexOf('&', from);
      int to = next < 0 ? link.length() : next;
      parser.parameter(link.substring(from, to));
      from = to + 1;
    }
    return parser.magnet();
  }

  private Magnet magnet() throws MetainfoException {
    if (v1 == null && v2 == null) {
      throw new MetainfoException("no info-hash in the magnet link");
    }
    return new Magnet(
        new InfoHashes(v1, v2),
        name,
        length,
        List.copyOf(trackers),
        List.copyOf(webSeeds),
        List.copyOf(peers),
        List.copyOf(peerHosts),
        List.copyOf(nodes),
        List.copyOf(select));
  }

  private void parameter(String parameter) throws MetainfoException {
    int equals = parameter.indexOf('=');
    if (equals < 0) {
      return;
    }
    String key = parameter.substring(0, equals);
    if (NUMBERED.matcher(key).matches()) {
      key = key.substring(0, 2);
    }
    String raw = parameter.substring(equals + 1);
    String value = PercentCode.decode(raw);
    switch (key) {
      case "xt" -> topic(value);
      case "dn" -> name(PercentCode.decode(raw.replace('+', ' ')));
      case "xl" -> length = NUMBER.matcher(value).matches() ? Long.parseLong(value) : length;
      case "tr" -> url(value, trackers);
      case "ws" -> url(value, webSeeds);
      case "x.pe" -> peer(value);
      case "dht" -> node(value);
      case "so" -> ranges(value);
      default -> {
        // not of our kind: kt, mt, as, xs and whatever may come
      }
    }
  }

  private void topic(String urn) throws MetainfoException {
    if (urn.regionMatches(true, 0, V1_URN, 0, V1_URN.length())) {
      String digits = urn.substring(V1_URN.length());
      Hash base32 = Base32.parse(digits);
      v1 = same(v1, base32 != null ? base32 : hex(digits, Hash.SHA1_LENGTH));
    } else if (urn.regionMatches(true, 0, V2_URN, 0, V2_URN.length())) {
      String digits = urn.substring(V2_URN.length());
      if (!digits.startsWith(SHA256_MULTIHASH)) {
        throw new MetainfoException("a v2 info-hash that is not SHA-256");
      }
      v2 = same(v2, hex(digits.substring(SHA256_MULTIHASH.length()), Hash.SHA256_LENGTH));
    }
  }

  private static Hash hex(String digits, int bytes) throws MetainfoException {
    if (digits.length() == 2 * bytes) {
      try {
        return Hash.parseHex(digits);
      } catch (IllegalArgumentException notHex) {
        throw new MetainfoException("an info-hash with other than hexadecimal digits");
      }
    }
    throw new MetainfoException("an info-hash of " + digits.length() + " digits");
  }

  private static Hash same(@Nullable Hash before, Hash now) throws MetainfoException {
    if (before != null && !before.equals(now)) {
      throw new MetainfoException("two different info-hashes of one kind");
    }
    return now;
  }

  private void name(String decoded) {
    if (name == null && !decoded.isEmpty() && decoded.length() <= Magnet.MAX_URL_LENGTH) {
      name = decoded;
    }
  }

  private static void url(String url, Set<String> urls) {
    String stripped = url.strip();
    if (!stripped.isEmpty()
        && stripped.length() <= Magnet.MAX_URL_LENGTH
        && urls.size() < Magnet.MAX_ENTRIES) {
      urls.add(stripped);
    }
  }

  private void peer(String text) {
    HostPort peer = HostPort.parse(text);
    if (peer != null && peers.size() + peerHosts.size() < Magnet.MAX_ENTRIES) {
      Endpoint literal = peer.literal();
      if (literal == null) {
        peerHosts.add(peer);
      } else {
        peers.add(literal);
      }
    }
  }

  private void node(String text) {
    HostPort node = HostPort.parse(text);
    if (node != null && nodes.size() < Magnet.MAX_ENTRIES) {
      nodes.add(node);
    }
  }

  private void ranges(String text) {
    for (String part : text.split(",", Magnet.MAX_ENTRIES + 1)) {
      if (select.size() < Magnet.MAX_ENTRIES && RANGE.matcher(part).matches()) {
        int dash = part.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
        if (first <= last) {
          select.add(new Magnet.Range(first, last));
        }
      }
    }
  }
}
