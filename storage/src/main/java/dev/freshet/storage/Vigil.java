package dev.freshet.storage;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.metainfo.FileSlice;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.FileStatus;
import dev.freshet.storage.journal.FileMark;
import dev.freshet.storage.layout.FileLayout;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Whether files that we do not write to are still as they were when they were hashed, by their
/// size, time and identity. From the moment that one looks otherwise no piece of it is given before
/// it was hashed again. Thread-safe.
///
/// A file is watched while nothing of ours may change it: those that are only read always, others
/// from when all their pieces are recorded until a piece of them is to be written again.
final class Vigil {
  private final TorrentFiles files;
  private final FileLayout layout;
  private final BitSet watched = new BitSet();
  private final @Nullable FileMark[] seen;
  private final Bitfield doubtful;
  private final ReentrantLock lock = new ReentrantLock();
  private Alarm alarm = (file, now) -> {};

  /// Who is told of a file that looks otherwise than it did.
  interface Alarm {
    /// It was watched.
    ///
    /// @param now how it looks; null if it is not there
    void changed(int file, @Nullable FileMark now) throws DiskException;
  }

  /// No file is watched.
  Vigil(TorrentFiles files, FileLayout layout, int pieces) {
    this.files = files;
    this.layout = layout;
    this.seen = new @Nullable FileMark[layout.fileCount()];
    this.doubtful = new Bitfield(pieces);
  }

  /// Tells `newAlarm` from now on.
  void alarm(Alarm newAlarm) {
    alarm = newAlarm;
  }

  /// Watches a file that looks like this, null if it is not there.
  void begin(int file, @Nullable FileMark mark) {
    lock.lock();
    try {
      watched.set(file);
      seen[file] = mark;
    } finally {
      lock.unlock();
    }
  }

  /// Bytes of this file are about to be written.
  void end(int file) {
    lock.lock();
    try {
      watched.clear(file);
    } finally {
      lock.unlock();
    }
  }

  /// The pieces of changed files that were not hashed since.
  Bitfield doubtful() {
    lock.lock();
    try {
      return doubtful.copy();
    } finally {
      lock.unlock();
    }
  }

  private boolean watches(int file) {
    lock.lock();
    try {
      return watched.get(file);
    } finally {
      lock.unlock();
    }
  }

  /// Makes sure that these bytes of a piece are those that were hashed.
  void require(int piece, List<FileSlice> slices) throws DiskException {
    look(slices);
    lock.lock();
    try {
      if (doubtful.get(piece)) {
        throw changed(slices);
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

  /// That these bytes of a piece, of which some have changed, are to be hashed.
  private DiskException changed(List<FileSlice> slices) {
    String what = "a file of the same piece";
    for (FileSlice slice : slices.reversed()) {
      int file = slice.file();
      if (watched.get(file) && seen[file] == null) {
        return files.missing(file);
      }
      what = layout.isStored(file) ? files.path(file).toString() : what;
    }
    return new DiskException(DiskProblem.MISSING, what + " was changed by another program");
  }

  private void look(List<FileSlice> slices) throws DiskException {
    for (FileSlice slice : slices) {
      look(slice.file());
    }
  }

  /// Looks whether a file, if it is watched, is as it was; all its pieces are in doubt if not.
  void look(int file) throws DiskException {
    if (!watches(file) || layout.length(file) == 0) {
      return;
    }
    FileStatus status = files.status(file);
    FileMark now = status == null ? null : FileMark.of(status);
    boolean changed;
    lock.lock();
    try {
      changed = watched.get(file) && !Objects.equals(now, seen[file]);
      if (changed) {
        seen[file] = now;
        // else what is hashed again might be what was open before another took its place
        files.reopen(file);
        for (int p = layout.firstPiece(file); p <= layout.lastPiece(file); p++) {
          doubtful.set(p);
        }
      }
    } finally {
      lock.unlock();
    }
    if (changed) {
      alarm.changed(file, now);
    }
  }
}
