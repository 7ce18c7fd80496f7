package dev.freshet.core.torrent;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Metainfo;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Where a .torrent file or a link leads: which swarm, and who may know more of it.
///
/// Among the trackers of some stands `dht://`, by which nobody ever agreed on one thing: what names
/// a host and a port is taken for a node; `dht://HASH.dht/announce`, with which Vuze says that the
/// DHT knows the peers, says nothing that we do not know.
///
/// @param name what to show at first; empty if not told
/// @param trackers announce URLs in tiers (BEP 12)
/// @param webSeeds URLs of HTTP servers that have the data (BEP 19)
/// @param peers who is in the swarm
/// @param peerHosts the same by name
/// @param nodes where the DHT may be begun (BEP 5)
record Invitation(
    InfoHashes hashes,
    String name,
    List<List<String>> trackers,
    List<String> webSeeds,
    List<Endpoint> peers,
    List<HostPort> peerHosts,
    List<HostPort> nodes) {
  private static final String DHT = "dht://";

  Invitation {
    nodes =
        Stream.concat(
                nodes.stream(),
                trackers.stream().flatMap(List::stream).<HostPort>mapMulti(Invitation::node))
            .toList();
    trackers =
        trackers.stream()
            .map(tier -> tier.stream().filter(url -> !isNode(url)).toList())
            .filter(tier -> !tier.isEmpty())
            .toList();
  }

  private static boolean isNode(String url) {
    return url.regionMatches(true, 0, DHT, 0, DHT.length());
  }

  private static void node(String url, Consumer<HostPort> nodes) {
    if (isNode(url)) {
      String place = url.substring(DHT.length());
      int slash = place.indexOf('/');
      HostPort node = HostPort.parse(slash < 0 ? place : place.substring(0, slash));
      if (node != null) {
        nodes.accept(node);
      }
    }
  }

  static Invitation of(Metainfo metainfo) {
    return new Invitation(
        metainfo.info().hashes(),
        metainfo.info().name(),
        metainfo.trackers(),
        metainfo.webSeeds(),
        List.of(),
        List.of(),
        metainfo.nodes());
  }

  static Invitation of(Magnet magnet) {
    String name = magnet.name();
    return new Invitation(
        magnet.hashes(),
        name == null ? "" : name,
        magnet.trackers().stream().map(List::of).toList(),
        magnet.webSeeds(),
        magnet.peers(),
        magnet.peerHosts(),
        magnet.nodes());
  }

  /// The tiers, and each of these in one of its own behind them.
  List<List<String>> trackersAnd(List<String> more) {
    return Stream.concat(trackers.stream(), more.stream().map(List::of)).toList();
  }
}
