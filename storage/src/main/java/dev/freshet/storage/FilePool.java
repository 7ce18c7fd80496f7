package dev.freshet.storage;

import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.DiskFile;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Open files of all torrents, the least recently used closed first. Only files in use at this very
/// moment can make it pass its limit, which shrinks when the system lets us open no more: others in
/// this process, its connections above all, need theirs too. Thread-safe.
final class FilePool {
  /// The limit never shrinks below this.
  private static final int LEAST = 8;

  private int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /// A pool of at most that many files.
  FilePool(int limit) {
    this.limit = limit;
  }

  /// Which file: that index of that torrent's files.
  record Key(TorrentFiles owner, int file) {}

  /// How a file is opened that is not open yet.
  interface Opener {
    DiskFile open() throws DiskException;
  }

  /// What is done with an open file.
  interface Use<T> {
    T with(DiskFile file) throws DiskException;
  }

  /// Does something with a file, opening it first if need be. With `writable` it must be one that
  /// was opened with `writable`.
  <T> T use(Key key, boolean writable, Opener opener, Use<T> use) throws DiskException {
    Entry entry = pin(key, writable);
    if (entry == null) {
      entry = add(key, new Entry(relieved(opener::open), writable));
    }
    try {
      return use.with(entry.file);
    } finally {
      unpin(entry);
    }
  }

  /// What opens files for a moment or longer.
  interface Attempt<T> {
    T run() throws DiskException;
  }

  /// Does it, and once more without the idle files if too many were open.
  <T> T relieved(Attempt<T> attempt) throws DiskException {
    try {
      return attempt.run();
    } catch (DiskException e) {
      if (!e.isTooManyOpen()) {
        throw e;
      }
    }
    closeIdle();
    return attempt.run();
  }

  /// Closes all files that nobody uses now, and keeps at most half as many from now on.
  private void closeIdle() {
    lock.lock();
    try {
      limit = Math.min(limit, Math.max(LEAST, entries.size() / 2));
      entries.values().removeIf(entry -> entry.pins == 0 && drop(entry));
    } finally {
      lock.unlock();
    }
  }

  /// Closes this file, which is no longer the one at its place.
  void close(Key key) {
    lock.lock();
    try {
      Entry entry = entries.remove(key);
      if (entry != null) {
        drop(entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Closes all files of a torrent.
  void closeAll(TorrentFiles owner) {
    lock.lock();
    try {
      entries.entrySet().removeIf(each -> each.getKey().owner() == owner && drop(each.getValue()));
    } finally {
      lock.unlock();
    }
  }

  /// How many files are open.
  int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Entry pin(Key key, boolean writable) {
    lock.lock();
    try {
      Entry known = entries.get(key);
      if (known == null || (writable && !known.writable)) {
        return null;
      }
      known.pins++;
      return known;
    } finally {
      lock.unlock();
    }
  }

  private Entry add(Key key, Entry entry) {
    lock.lock();
    try {
      Entry old = entries.put(key, entry);
      if (old != null) {
        drop(old);
      }
      Iterator<Entry> oldest = entries.values().iterator();
      while (entries.size() > limit && oldest.hasNext()) {
        Entry next = oldest.next();
        if (next.pins == 0) {
          drop(next);
          oldest.remove();
        }
      }
      return entry;
    } finally {
      lock.unlock();
    }
  }

  private void unpin(Entry entry) {
    lock.lock();
    try {
      entry.pins--;
      if (entry.dropped && entry.pins == 0) {
        entry.file.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Closes the file now, or when its last user is done; always true.
  private static boolean drop(Entry entry) {
    entry.dropped = true;
    if (entry.pins == 0) {
      entry.file.close();
    }
    return true;
  }

  private static final class Entry {
    private final DiskFile file;
    private final boolean writable;
    private int pins = 1;
    private boolean dropped;

    Entry(DiskFile file, boolean writable) {
      this.file = file;
      this.writable = writable;
    }
  }
}
