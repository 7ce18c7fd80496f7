package dev.freshet.storage;

import dev.freshet.storage.hash.PieceDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The digests of pieces that are being written, the least recently written dropped first: they are
/// then read back. Thread-safe; a digest itself is used by those alone who work on its piece, one
/// after the other.
final class RunningDigests {
  /// Most pieces of a torrent that are hashed while they are written. With pieces of 16 MiB their
  /// leaves take 8 MiB.
  static final int LIMIT = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, PieceDigest> running = new LinkedHashMap<>(16, 0.75f, true);

  /// The digest that is to take these bytes. If it has taken some of them before, as they were
  /// then, it is void and a fresh one takes its place.
  PieceDigest forWrite(int piece, int begin, int length, Supplier<PieceDigest> fresh) {
    lock.lock();
    try {
      PieceDigest known = running.get(piece);
      if (known != null && !known.hasTaken(begin, length)) {
        return known;
      }
      PieceDigest made = fresh.get();
      running.put(piece, made);
      if (running.size() > LIMIT) {
        running.remove(running.keySet().iterator().next());
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  /// Takes the digest of this piece out; null if there is none.
  @Nullable PieceDigest take(int piece) {
    lock.lock();
    try {
      return running.remove(piece);
    } finally {
      lock.unlock();
    }
  }

  /// Forgets this piece's digest.
  void drop(int piece) {
    take(piece);
  }

  /// Forgets all.
  void clear() {
    lock.lock();
    try {
      running.clear();
    } finally {
      lock.unlock();
    }
  }
}
