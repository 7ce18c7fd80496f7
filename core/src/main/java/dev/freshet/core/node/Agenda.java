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

  /// This torrent is due at this time, [Long#MAX_VALUE] for never. A time that is later than the
  /// one before, which is still to come, is not taken down: the torrent is looked at early and says
  /// again when it is due. That happens less often than that the time moves.
  void put(long now, int torrent, long at) {
    Entry old = byTorrent.get(torrent);
    if (old != null && old.at > now && old.at <= at) {
      return;
    }
    Entry entry = new Entry(at, torrent);
    byTorrent.put(torrent, entry);
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
