package dev.freshet.core.api;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.KnownNodes;
import dev.freshet.protocol.metainfo.Info;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node tells its embedder.
public sealed interface Event {
  /// An event about one torrent.
  sealed interface TorrentEvent extends Event {
    /// Which torrent: the number that it was added under. Whoever uses an engine knows it as
    /// `Torrent.number()`.
    int torrent();
  }

  /// The torrent's metainfo is known now, and is what its info-hash says.
  record MetadataReceived(int torrent, Info info) implements TorrentEvent {}

  /// What a magnet link names is known now and cannot be used: it is no torrent that we could take
  /// part in, or has none of the wanted files. It will never be; `reason` is one clause.
  record MetadataUnusable(int torrent, String reason) implements TorrentEvent {}

  /// The torrent has come to another phase.
  record PhaseChanged(int torrent, Phase phase) implements TorrentEvent {}

  /// This piece is verified and written.
  record PieceCompleted(int torrent, int piece) implements TorrentEvent {}

  /// Every piece that is wanted is verified and written. Told once for each time that the last one
  /// arrives, also when a check finds everything in place; the status that says so goes before.
  record Completed(int torrent) implements TorrentEvent {}

  /// The [SeedGoal] is reached; the embedder may remove the torrent.
  record GoalReached(int torrent) implements TorrentEvent {}

  /// A peer's handshake is done.
  record PeerConnected(int torrent, Endpoint peer, String client) implements TorrentEvent {}

  /// A peer is gone; `reason` is one clause.
  record PeerDisconnected(int torrent, Endpoint peer, String reason) implements TorrentEvent {}

  /// A peer will not be talked to again; `reason` is one clause.
  record PeerBanned(int torrent, Endpoint peer, String reason) implements TorrentEvent {}

  /// A tracker answered.
  record TrackerAnswered(int torrent, String url, int peers, long intervalNanos)
      implements TorrentEvent {}

  /// A tracker did not answer, or refused; `reason` is one clause.
  record TrackerFailed(int torrent, String url, String reason, long retryNanos)
      implements TorrentEvent {}

  /// The disk said no. The torrent goes on as far as it can, and tries again by itself.
  record DiskTrouble(int torrent, DiskProblem problem, String message) implements TorrentEvent {}

  /// The disk works again.
  record DiskRecovered(int torrent) implements TorrentEvent {}

  /// How it stands, about once a second while anything changes.
  record StatusChanged(int torrent, TorrentStatus status) implements TorrentEvent {}

  /// The torrent is gone, its files closed.
  record Removed(int torrent) implements TorrentEvent {}

  /// What was found under a key of the DHT; null if nothing was.
  record ItemFetched(long request, @Nullable Item item) implements Event {}

  /// How many nodes of the DHT have stored an item.
  record ItemStored(long request, int nodes) implements Event {}

  /// What the node knows of the DHT, worth keeping for the next time that it runs; told from time
  /// to time, and before the end.
  record DhtKnown(KnownNodes nodes) implements Event {}

  /// The gateway lets others through to us, from now on like this.
  record PortMapped(PortMapping mapping) implements Event {}

  /// No gateway lets others through to us; `reason` is one clause. It is tried again later.
  record PortNotMapped(String reason) implements Event {}

  /// This machine is in another network, or in one again, and others are told so.
  ///
  /// @param addresses at which it may be reached, in order, at least one
  record AddressesChanged(List<IpAddress> addresses) implements Event {
    public AddressesChanged {
      addresses = List.copyOf(addresses);
    }
  }

  /// All torrents are gone. The last event of a node.
  record NodeStopped() implements Event {}
}
