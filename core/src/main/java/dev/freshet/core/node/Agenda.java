package dev.freshet.core.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/// When each torrent wants to be looked at next.
final class Agenda {
  private record Entry(long at, int torrent) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Integer.compare(torrent, other.torrent);
    }
  }

  private final TreeSet<Entry> entries = new TreeSet<>();
  private final Map<Integer, Entry> byTorrent = new LinkedHashMap<>();

  /// This torrent is due at this time, [Long#MAX_VALUE] for never.
  void put(int torrent, long at) {
    Entry entry = new Entry(at, torrent);
    Entry old = byTorrent.put(torrent, entry);
    if (old != null) {
      entries.remove(old);
    }
    entries.add(entry);
  }

  /// This torrent is no more.
  void remove(int torrent) {
    Entry old = byTorrent.remove(torrent);
    if (old != null) {
      entries.remove(old);
    }
  }

  /// A torrent that is due, or -1.
  int due(long now) {
    return !entries.isEmpty() && entries.first().at <= now ? entries.first().torrent : -1;
  }

  /// When the next one is due; [Long#MAX_VALUE] for never.
  long deadline() {
    return entries.isEmpty() ? Long.MAX_VALUE : entries.first().at;
  }
}
