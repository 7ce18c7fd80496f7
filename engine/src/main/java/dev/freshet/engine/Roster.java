package dev.freshet.engine;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The torrents of an engine, by number and by info-hash. Thread-safe.
final class Roster {
  private final Map<Integer, Torrent> byNumber = new LinkedHashMap<>();
  private final Map<Hash, Torrent> byHash = new LinkedHashMap<>();
  private int next;

  /// Gives the torrent that `make` makes the next number.
  ///
  /// @throws EngineException if one with any of these hashes is there
  synchronized Torrent enter(InfoHashes hashes, IntFunction<Torrent> make) {
    for (Hash hash : hashes.wire()) {
      Torrent there = byHash.get(hash);
      if (there != null) {
        throw new EngineException(
            EngineException.Code.DUPLICATE, "the torrent is here already: " + there);
      }
    }
    Torrent torrent = make.apply(next++);
    byNumber.put(torrent.number(), torrent);
    name(torrent, hashes);
    return torrent;
  }

  /// It is known by these hashes too.
  synchronized void name(Torrent torrent, InfoHashes hashes) {
    for (Hash hash : hashes.wire()) {
      byHash.putIfAbsent(hash, torrent);
    }
  }

  synchronized @Nullable Torrent torrent(int number) {
    return byNumber.get(number);
  }

  synchronized void leave(Torrent torrent) {
    byNumber.remove(torrent.number());
    byHash.values().removeIf(named -> named == torrent);
  }

  /// In the order that they were added.
  synchronized List<Torrent> all() {
    return List.copyOf(byNumber.values());
  }
}
