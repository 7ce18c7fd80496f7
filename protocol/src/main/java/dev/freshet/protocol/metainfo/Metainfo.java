package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.bencode.BencodeCursor;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeException;
import dev.freshet.protocol.bencode.BencodeFold;
import dev.freshet.protocol.bencode.BencodeInteger;
import dev.freshet.protocol.bencode.BencodeLimits;
import dev.freshet.protocol.bencode.BencodeList;
import dev.freshet.protocol.bencode.BencodeReader;
import dev.freshet.protocol.bencode.BencodeString;
import dev.freshet.protocol.bencode.BencodeValue;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A .torrent file: the info dictionary and what stands round it.
///
/// @param layers all piece layers that a v2 or hybrid torrent needs, checked against their roots
/// @param trackers announce URLs in tiers (BEP 12); each tier non-empty
/// @param webSeeds URLs of HTTP servers that have the data (BEP 19)
/// @param nodes where the DHT may be begun (BEP 5)
/// @param creationSeconds seconds since 1970, 0 if not told
public record Metainfo(
    Info info,
    PieceLayers layers,
    List<List<String>> trackers,
    List<String> webSeeds,
    List<HostPort> nodes,
    @Nullable String comment,
    @Nullable String createdBy,
    long creationSeconds) {
  /// The most trackers, and the most web seeds, that are taken from a file; the rest is left out.
  public static final int MAX_URLS = 1000;

  /// The longest URL taken, in characters; longer ones are left out.
  public static final int MAX_URL_LENGTH = 2048;

  /// The most nodes of the DHT taken; the rest is left out.
  public static final int MAX_NODES = 64;

  /// The most bytes that such a URL has in UTF-8.
  private static final int MAX_URL_BYTES = 3 * MAX_URL_LENGTH;

  private static final String INFO = "info";
  private static final String LAYERS = "piece layers";

  public Metainfo {
    trackers = trackers.stream().map(List::copyOf).toList();
    webSeeds = List.copyOf(webSeeds);
    nodes = List.copyOf(nodes);
  }

  /// Parses a .torrent file.
  ///
  /// @throws MetainfoException if it is not one, or contradicts itself
  public static Metainfo parse(byte[] bytes) throws MetainfoException {
    BencodeDict file = read(bytes);
    BencodeFold dict = file.foldedDict(INFO);
    if (dict == null) {
      throw new MetainfoException("no info dictionary");
    }
    Info info = Info.of(dict.raw());
    return new Metainfo(
        info,
        layers(file.foldedDict(LAYERS), info),
        trackers(file),
        urls(file.get("url-list"), new LinkedHashSet<>()),
        nodes(file.list("nodes")),
        text(file, "comment"),
        text(file, "created by"),
        Math.max(0, file.integer("creation date", 0)));
  }

  /// The .torrent file; the info dictionary stands in it byte for byte.
  public byte[] toBytes() {
    BencodeWriter out = new BencodeWriter().dict();
    if (!trackers.isEmpty()) {
      out.key("announce").string(trackers.getFirst().getFirst());
    }
    if (trackers.size() > 1 || (trackers.size() == 1 && trackers.getFirst().size() > 1)) {
      out.key("announce-list").list();
      trackers.forEach(tier -> strings(out, tier));
      out.end();
    }
    if (comment != null) {
      out.key("comment").string(comment);
    }
    if (createdBy != null) {
      out.key("created by").string(createdBy);
    }
    if (creationSeconds > 0) {
      out.key("creation date").integer(creationSeconds);
    }
    info.write(out.key(INFO));
    if (!nodes.isEmpty()) {
      out.key("nodes").list();
      nodes.forEach(node -> out.list().string(node.host()).integer(node.port()).end());
      out.end();
    }
    if (info.hashes().v2() != null) {
      writeLayers(out.key(LAYERS));
    }
    if (!webSeeds.isEmpty()) {
      strings(out.key("url-list"), webSeeds);
    }
    return out.end().toBytes();
  }

  private static BencodeDict read(byte[] bytes) throws MetainfoException {
    try {
      return BencodeReader.readDict(bytes, BencodeLimits.METAINFO, List.of(INFO, LAYERS));
    } catch (BencodeException wrong) {
      throw new MetainfoException("not bencode: " + wrong.getMessage());
    }
  }

  private static PieceLayers layers(@Nullable BencodeFold given, Info info)
      throws MetainfoException {
    PieceLayers layers = PieceLayers.NONE;
    BencodeCursor walk = given == null ? null : given.walk();
    while (walk != null && walk.more()) {
      BencodeString root = walk.string();
      if (walk.value() instanceof BencodeString layer && root.length() == Hash.SHA256_LENGTH) {
        layers = withLayer(layers, info, Hash.of(root.bytes()), layer);
      }
    }
    for (FileEntry file : info.layeredFiles()) {
      Hash root = file.piecesRoot();
      if (root != null && layers.layer(root) == null) {
        throw new MetainfoException("no piece layer for " + file.path().getLast());
      }
    }
    return layers;
  }

  /// Takes a layer if it is of a file that needs one.
  private static PieceLayers withLayer(
      PieceLayers layers, Info info, Hash root, BencodeString layer) throws MetainfoException {
    int pieceLength = info.geometry().pieceLength();
    FileEntry file = info.fileWithRoot(root);
    if (file == null || file.length() <= pieceLength) {
      return layers;
    }
    PieceLayers more = layers.with(file, pieceLength, layer.bytes());
    if (more == null) {
      throw new MetainfoException("a piece layer that does not fit its file");
    }
    return more;
  }

  /// The tiers of `announce-list`; `announce` counts only where there are none (BEP 12).
  private static List<List<String>> trackers(BencodeDict file) {
    Set<String> seen = new LinkedHashSet<>();
    List<List<String>> tiers = new ArrayList<>();
    BencodeList list = file.list("announce-list");
    if (list != null) {
      for (BencodeValue item : list.items()) {
        List<String> tier = urls(item, seen);
        if (!tier.isEmpty()) {
          tiers.add(tier);
        }
      }
    }
    List<String> single = tiers.isEmpty() ? urls(file.get("announce"), seen) : List.of();
    return single.isEmpty() ? tiers : List.of(single);
  }

  /// The URLs of a string or a list of strings, those not seen before.
  private static List<String> urls(@Nullable BencodeValue value, Set<String> seen) {
    List<BencodeValue> items =
        value instanceof BencodeList list
            ? list.items()
            : value instanceof BencodeString one ? List.of(one) : List.of();
    List<String> urls = new ArrayList<>();
    for (BencodeValue item : items) {
      if (item instanceof BencodeString string
          && string.length() <= MAX_URL_BYTES
          && seen.size() < MAX_URLS) {
        // broken bytes are longer once they are text, and the text is what is written
        String url = string.text().strip();
        if (!url.isEmpty() && url.length() <= MAX_URL_LENGTH && seen.add(url)) {
          urls.add(url);
        }
      }
    }
    return urls;
  }

  private static List<HostPort> nodes(@Nullable BencodeList list) {
    Set<HostPort> nodes = new LinkedHashSet<>();
    for (BencodeValue item : list == null ? List.<BencodeValue>of() : list.items()) {
      if (item instanceof BencodeList pair
          && pair.items().size() == 2
          && pair.items().get(0) instanceof BencodeString host
          && pair.items().get(1) instanceof BencodeInteger port
          && nodes.size() < MAX_NODES) {
        HostPort node = HostPort.of(host.text(), port.value());
        if (node != null) {
          nodes.add(node);
        }
      }
    }
    return List.copyOf(nodes);
  }

  private static @Nullable String text(BencodeDict file, String key) {
    String utf8 = file.text(key + ".utf-8");
    return utf8 != null ? utf8 : file.text(key);
  }

  private static void strings(BencodeWriter out, List<String> strings) {
    out.list();
    strings.forEach(out::string);
    out.end();
  }

  private void writeLayers(BencodeWriter out) {
    Map<Hash, byte[]> byRoot = new TreeMap<>();
    for (FileEntry file : info.layeredFiles()) {
      Hash root = file.piecesRoot();
      byte[] layer = root == null ? null : layers.layer(root);
      if (root != null && layer != null) {
        byRoot.put(root, layer);
      }
    }
    out.dict();
    byRoot.forEach((root, layer) -> out.key(root.bytes()).string(layer));
    out.end();
  }
}
