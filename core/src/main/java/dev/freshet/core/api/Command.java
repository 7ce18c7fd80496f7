package dev.freshet.core.api;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Metainfo;
import java.util.List;
import java.util.Objects;

/// What an embedder can ask of a node. `torrent` is a number that the embedder chooses when adding,
/// 0 or more and never used twice.
public sealed interface Command {
  /// Take part in the swarm of this torrent.
  record AddTorrent(int torrent, Metainfo metainfo, TorrentOptions options) implements Command {}

  /// Take part in the swarm that this link names; what the torrent is comes from its peers (BEP 9).
  record AddMagnet(int torrent, Magnet magnet, TorrentOptions options) implements Command {}

  /// These peers are in the swarm.
  record AddPeers(int torrent, List<Endpoint> peers) implements Command {
    public AddPeers {
      peers = List.copyOf(peers);
    }
  }

  /// This tracker knows the swarm too; what is no announce URL is shown as such. One that is known
  /// already is not added.
  record AddTracker(int torrent, String url) implements Command {
    public AddTracker {
      Objects.requireNonNull(url, "url");
    }
  }

  /// Leave the swarm for a while.
  record Pause(int torrent) implements Command {}

  /// Come back to it.
  record Resume(int torrent) implements Command {}

  /// Check all data again.
  record Recheck(int torrent) implements Command {}

  /// New limits for one torrent.
  record LimitTorrent(int torrent, RateLimits limits) implements Command {
    public LimitTorrent {
      Objects.requireNonNull(limits, "limits");
    }
  }

  /// New limits for the whole node.
  record LimitNode(RateLimits limits) implements Command {
    public LimitNode {
      Objects.requireNonNull(limits, "limits");
    }
  }

  /// Say goodbye to tracker and peers, and forget the torrent; with `deleteData` its files go too.
  record Remove(int torrent, boolean deleteData) implements Command {}

  /// Fetch what is stored in the DHT under this key (BEP 44); [Event.ItemFetched] answers.
  ///
  /// @param request a number that the answer carries
  /// @param salt of a mutable item; none for others
  record FetchItem(long request, NodeId target, Opaque salt) implements Command {
    public FetchItem {
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(salt, "salt");
    }
  }

  /// Store this in the DHT (BEP 44), where it is kept for two hours; [Event.ItemStored] answers.
  ///
  /// @param request a number that the answer carries
  record StoreItem(long request, Item item) implements Command {
    public StoreItem {
      Objects.requireNonNull(item, "item");
    }
  }

  /// Leave all swarms. The last event is [Event.NodeStopped].
  record Stop() implements Command {}
}
