package dev.freshet.storage;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.metainfo.FileSlice;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.FileStatus;
import dev.freshet.storage.layout.FileLayout;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Whether files that we only read are still as they were when they were hashed, by their size,
/// time and identity. From the moment that one looks otherwise no piece of it is given before it
/// was hashed again. Thread-safe.
final class Vigil {
  private final TorrentFiles files;
  private final FileLayout layout;
  private final @Nullable FileStatus[] seen;
  private final Bitfield doubtful;
  private final ReentrantLock lock = new ReentrantLock();

  /// @param found how the files looked when the torrent was opened
  Vigil(TorrentFiles files, FileLayout layout, int pieces, @Nullable FileStatus[] found) {
    this.files = files;
    this.layout = layout;
    this.seen = found.clone();
    this.doubtful = new Bitfield(pieces);
  }

  /// Makes sure that these bytes of a piece are those that were hashed.
  void require(int piece, List<FileSlice> slices) throws DiskException {
    look(slices);
    lock.lock();
    try {
      if (doubtful.get(piece)) {
        throw new DiskException(
            DiskProblem.MISSING,
            files.path(slices.getFirst().file()) + " was changed by another program");
      }
    } finally {
      lock.unlock();
    }
  }

  /// Notes how the files of a piece look before it is hashed.
  void hashing(int piece, List<FileSlice> slices) throws DiskException {
    look(slices);
    lock.lock();
    try {
      doubtful.clear(piece);
    } finally {
      lock.unlock();
    }
  }

  private void look(List<FileSlice> slices) throws DiskException {
    for (FileSlice slice : slices) {
      int file = slice.file();
      if (layout.isStored(file)) {
        FileStatus now = files.status(file);
        lock.lock();
        try {
          if (!Objects.equals(now, seen[file])) {
            seen[file] = now;
            for (int p = layout.firstPiece(file); p <= layout.lastPiece(file); p++) {
              doubtful.set(p);
            }
          }
        } finally {
          lock.unlock();
        }
      }
    }
  }
}
