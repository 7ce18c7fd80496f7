package dev.freshet.core.dht;

import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.Opaque;
import org.jspecify.annotations.Nullable;

/// What a lookup is for.
sealed interface Purpose {
  /// To know the nodes there.
  record Nodes() implements Purpose {}

  /// To find the peers of a torrent, and to tell that we are one.
  record Peers(Interest interest) implements Purpose {}

  /// To fetch an item; `newest` is the best that was found.
  final class Fetch implements Purpose {
    final long request;
    final Opaque salt;
    @Nullable Item newest;

    Fetch(long request, Opaque salt) {
      this.request = request;
      this.salt = salt;
    }
  }

  /// To store an item.
  record Store(long request, Item item) implements Purpose {}
}
