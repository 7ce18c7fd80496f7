package dev.freshet.protocol.magnet;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.PercentCode;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A magnet link (BEP 9): `xt=urn:btih:` (40 hexadecimal or 32 base32 digits) and
/// `xt=urn:btmh:1220…` (v2), `dn`, `xl`, `tr`, `ws`, each also with a number behind it (`xt.2`),
/// `x.pe`, `dht` and `so`.
///
/// @param name what to show while the metainfo is not known
/// @param length bytes in all as the link claims, 0 if it does not
/// @param peers literal addresses of `x.pe`
/// @param peerHosts those `x.pe` that name a host
/// @param nodes where the DHT may be begun, of `dht` (as libtorrent has it; not in a BEP)
/// @param select file indexes of `so` (BEP 53) as inclusive ranges; empty for all
public record Magnet(
    InfoHashes hashes,
    @Nullable String name,
    long length,
    List<String> trackers,
    List<String> webSeeds,
    List<Endpoint> peers,
    List<HostPort> peerHosts,
    List<HostPort> nodes,
    List<Range> select) {
  /// The most trackers, web seeds, peers, nodes and ranges taken from a link, of each; the rest is
  /// left out.
  public static final int MAX_ENTRIES = 64;

  /// The longest URL taken, in characters; longer ones are left out.
  public static final int MAX_URL_LENGTH = 2048;

  /// The longest link taken, in characters.
  public static final int MAX_LENGTH = 1 << 20;

  /// File indexes from `first` to `last`, both included.
  public record Range(int first, int last) {
    public Range {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException("files " + first + " to " + last);
      }
    }

    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + "-" + last;
    }
  }

  public Magnet {
    if (length < 0) {
      throw new IllegalArgumentException("length " + length);
    }
    trackers = List.copyOf(trackers);
    webSeeds = List.copyOf(webSeeds);
    peers = List.copyOf(peers);
    peerHosts = List.copyOf(peerHosts);
    nodes = List.copyOf(nodes);
    select = List.copyOf(select);
  }

  /// Parses a link.
  ///
  /// @throws MetainfoException if it is not a magnet link with an info-hash
  public static Magnet parse(String link) throws MetainfoException {
    return MagnetParser.parse(link);
  }

  /// The link that says no more than which torrent, and these peers to begin with.
  public static Magnet of(InfoHashes hashes, List<Endpoint> peers) {
    return new Magnet(
        hashes, null, 0, List.of(), List.of(), peers, List.of(), List.of(), List.of());
  }

  /// The link to this torrent: its trackers, web seeds and nodes, as many as a link takes, and
  /// these peers to begin with.
  public static Magnet of(Metainfo metainfo, List<Endpoint> peers) {
    List<String> trackers = metainfo.trackers().stream().flatMap(List::stream).distinct().toList();
    return new Magnet(
        metainfo.info().hashes(),
        metainfo.info().name(),
        metainfo.info().contentLength(),
        trackers.stream().limit(MAX_ENTRIES).toList(),
        metainfo.webSeeds().stream().limit(MAX_ENTRIES).toList(),
        peers.stream().limit(MAX_ENTRIES).toList(),
        List.of(),
        metainfo.nodes().stream().limit(MAX_ENTRIES).toList(),
        List.of());
  }

  /// The link, with every part that is present. The v2 hash of a hybrid stands in `xt.2`, which
  /// clients that know v1 alone pass over; rTorrent refuses a link with a plain `xt` of another
  /// kind.
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    Hash v1 = hashes.v1();
    if (v1 != null) {
      parts.add("xt=" + MagnetParser.V1_URN + v1.hex());
    }
    Hash v2 = hashes.v2();
    if (v2 != null) {
      String key = v1 == null ? "xt=" : "xt.2=";
      parts.add(key + MagnetParser.V2_URN + MagnetParser.SHA256_MULTIHASH + v2.hex());
    }
    if (name != null) {
      parts.add("dn=" + PercentCode.encode(name));
    }
    if (length > 0) {
      parts.add("xl=" + length);
    }
    trackers.forEach(url -> parts.add("tr=" + PercentCode.encode(url)));
    webSeeds.forEach(url -> parts.add("ws=" + PercentCode.encode(url)));
    peers.forEach(peer -> parts.add("x.pe=" + peer));
    peerHosts.forEach(peer -> parts.add("x.pe=" + peer));
    nodes.forEach(node -> parts.add("dht=" + node));
    if (!select.isEmpty()) {
      parts.add("so=" + String.join(",", select.stream().map(Range::toString).toList()));
    }
    return MagnetParser.SCHEME + String.join("&", parts);
  }
}
