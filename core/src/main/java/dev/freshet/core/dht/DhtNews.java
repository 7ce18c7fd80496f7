package dev.freshet.core.dht;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the DHT hands up.
public sealed interface DhtNews {
  /// These may be peers of the torrent of this number.
  record PeersFound(int torrent, List<Endpoint> peers) implements DhtNews {
    public PeersFound {
      peers = List.copyOf(peers);
    }
  }

  /// A fetch is over: the item, genuine and the newest that was found; null if there was none.
  record Fetched(NodeId target, @Nullable Item item) implements DhtNews {}

  /// A put is over: how many nodes have stored it.
  record Stored(NodeId target, int nodes) implements DhtNews {}
}
