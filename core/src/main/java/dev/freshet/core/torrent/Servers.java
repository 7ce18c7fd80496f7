package dev.freshet.core.torrent;

import dev.freshet.core.webseed.Server;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The web seeds of one torrent.
record Servers(List<Server> all) {
  /// Who was asked this; null if none of them.
  @Nullable Server owner(long request) {
    for (Server server : all) {
      if (server.owns(request)) {
        return server;
      }
    }
    return null;
  }

  /// Who has this key among senders of blocks; null if none of them.
  @Nullable Server of(int key) {
    for (Server server : all) {
      if (server.key() == key) {
        return server;
      }
    }
    return null;
  }

  /// Whether anything is under way from one of them.
  boolean busy() {
    for (Server server : all) {
      if (server.busy()) {
        return true;
      }
    }
    return false;
  }
}
