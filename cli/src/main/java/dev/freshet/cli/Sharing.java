package dev.freshet.cli;

import dev.freshet.cli.screen.Swarm;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.registry.PeerView;
import dev.freshet.engine.Engine;
import dev.freshet.engine.Torrent;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.tracker.TrackerServer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A seed and its tracker at work on one torrent.
final class Sharing {
  private final Engine engine;
  private final TrackerServer server;
  private final Torrent torrent;
  private final Members members;
  private TrackerHost where;
  private Metainfo metainfo;
  private String path;
  private final long startNanos = System.nanoTime();

  /// Starts seeding, and serves the .torrent file beside the tracker, which it names. Tells `watch`
  /// of what happens.
  ///
  /// @param bare without a tracker
  Sharing(
      Engine engine,
      TrackerServer server,
      TrackerHost where,
      Metainfo bare,
      TorrentOptions options,
      Watch watch) {
    this.engine = engine;
    this.server = server;
    this.where = where;
    this.metainfo = told(bare);
    this.path = server.serve(metainfo.info().name(), metainfo.toBytes());
    this.members = new Members(own(where), engine.port(), metainfo.webSeeds().isEmpty());
    engine.listen(watch);
    watch.follow(engine.ended());
    this.torrent = engine.add(metainfo, options);
  }

  /// With our tracker: one tier, for both URLs lead to the same place.
  private Metainfo told(Metainfo bare) {
    return new Metainfo(
        bare.info(),
        bare.layers(),
        List.of(where.announceUrls(server.port())),
        bare.webSeeds(),
        bare.nodes(),
        bare.comment(),
        bare.createdBy(),
        bare.creationSeconds());
  }

  /// Others find us there from now on; false if that is where they did.
  boolean moved(TrackerHost to) {
    if (to.equals(where)) {
      return false;
    }
    where = to;
    metainfo = told(metainfo);
    path = server.serve(metainfo.info().name(), metainfo.toBytes());
    torrent.addTracker(metainfo.trackers().getFirst().getFirst());
    return true;
  }

  /// The links may name us otherwise than our announces come: by a host's name, or by what a
  /// gateway has outside.
  private static Set<IpAddress> own(TrackerHost where) {
    Set<IpAddress> own = new LinkedHashSet<>(Reachable.own());
    if (where.address() instanceof IpAddress told) {
      own.add(told);
    }
    return own;
  }

  /// What is shared.
  Metainfo metainfo() {
    return metainfo;
  }

  /// The link to the .torrent file.
  String torrentLink() {
    return "http://" + where.name() + ":" + server.port() + path;
  }

  /// The magnet link, which knows the seed too, so that the tracker is not needed to begin.
  Magnet magnet() {
    Magnet bare = Magnet.of(metainfo, List.of());
    IpAddress address = where.address();
    return new Magnet(
        bare.hashes(),
        bare.name(),
        bare.length(),
        bare.trackers(),
        bare.webSeeds(),
        address == null ? List.of() : List.of(new Endpoint(address, engine.port())),
        address == null
            ? Stream.ofNullable(HostPort.of(where.name(), engine.port())).toList()
            : List.of(),
        bare.nodes(),
        List.of());
  }

  /// Whether the links lead to the loopback.
  boolean onlyHere() {
    IpAddress address = where.address();
    return address != null && address.isLoopback() && where.bind().isEmpty();
  }

  /// How our own copy stands.
  TorrentStatus status() {
    return torrent.status();
  }

  /// How it stands.
  Swarm swarm() {
    TorrentStatus status = torrent.status();
    return new Swarm(
        metainfo.info().name(),
        status.length(),
        status.uploaded(),
        status.upRate(),
        (System.nanoTime() - startNanos) / 1_000_000_000,
        members.update(status, tracked(), finished()));
  }

  /// The peers that announced under either info-hash, each once.
  private List<PeerView> tracked() {
    Map<Endpoint, PeerView> all = new LinkedHashMap<>();
    for (Hash hash : metainfo.info().hashes().wire()) {
      server.peers(hash).forEach(peer -> all.putIfAbsent(peer.endpoint(), peer));
    }
    return List.copyOf(all.values());
  }

  private List<Endpoint> finished() {
    return metainfo.info().hashes().wire().stream()
        .flatMap(hash -> server.finished(hash).stream())
        .distinct()
        .toList();
  }
}
