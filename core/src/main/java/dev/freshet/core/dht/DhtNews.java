package dev.freshet.core.dht;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.dht.Item;
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

  /// The fetch of this number is over: the item, genuine and the newest that was found; null if
  /// there was none.
  record Fetched(long request, @Nullable Item item) implements DhtNews {}

  /// The put of this number is over: how many nodes have stored it.
  record Stored(long request, int nodes) implements DhtNews {}
}
