package dev.freshet.core.node;

import dev.freshet.core.link.Link;
import dev.freshet.core.torrent.Torrent;
import dev.freshet.protocol.Hash;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The torrents of a node, by number and by what they are called on the wire.
final class Roster {
  private final Map<Integer, Torrent> torrents = new TreeMap<>();
  private final Map<Hash, Torrent> byName = new TreeMap<>();

  /// The info-hashes, by how callers who encrypt name them.
  private final Map<Hash, Hash> covered = new TreeMap<>();

  private @Nullable Torrent last;

  /// @throws IllegalArgumentException if its number is taken
  void add(Torrent torrent) {
    if (torrents.putIfAbsent(torrent.id(), torrent) != null) {
      throw new IllegalArgumentException("torrent number " + torrent.id() + " is taken");
    }
    for (Hash name : torrent.hashes().wire()) {
      byName.put(name, torrent);
      covered.put(Link.covered(name), name);
    }
  }

  void remove(Torrent torrent) {
    torrents.remove(torrent.id());
    for (Hash name : torrent.hashes().wire()) {
      if (byName.remove(name, torrent)) {
        covered.remove(Link.covered(name));
      }
    }
    last = null;
  }

  /// The torrent of this number, which is mostly that of the last question; null if there is none.
  @Nullable Torrent get(int id) {
    Torrent known = last;
    if (known == null || known.id() != id) {
      known = torrents.get(id);
      last = known;
    }
    return known;
  }

  /// The torrent of this info-hash; null if there is none. Of two, one by each of a hybrid's names,
  /// it is the one that came last.
  @Nullable Torrent named(Hash infoHash) {
    return byName.get(infoHash);
  }

  /// The info-hash that a caller who encrypts names like this; null if none of ours.
  @Nullable Hash uncovered(Hash name) {
    return covered.get(name);
  }

  /// All there are now, in the order of their numbers: a list of its own.
  List<Torrent> all() {
    return List.copyOf(torrents.values());
  }

  boolean isEmpty() {
    return torrents.isEmpty();
  }
}
