package dev.freshet.storage;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.FileSlice;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.FileStatus;
import dev.freshet.storage.journal.FileMark;
import dev.freshet.storage.journal.Journal;
import dev.freshet.storage.layout.FileLayout;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What was verified and is not durable yet, and the way there: force the data files that those
/// pieces lie in, then append to the journal, then force the journal. Thread-safe; commits come one
/// after the other, anything else may happen beside them.
///
/// A file that could not be forced is suspect from then on: the system may have dropped its bytes
/// and call the next attempt a success, so no piece of it is recorded any more until the torrent is
/// opened again and the piece is read back.
///
/// A file that is gone, shorter than it was or another one than it was takes all its pieces with
/// it: they are told once as a [Loss], and what is written to pieces of it that were begun before
/// has to be written again.
///
/// What lies in the files when the torrent is opened may be durable or not: a process that was
/// killed, or whoever copied it there, has written it, and the system shows it before it is safe.
/// So every file counts as unforced until it was forced once. A file that we only read may lie
/// where nothing can be forced; then its pieces are served and not recorded.
final class Ledger {
  private final Geometry geometry;
  private final FileLayout layout;
  private final TorrentFiles files;
  private final Journal journal;
  private final Vigil vigil;
  private final ReentrantLock lock = new ReentrantLock();

  /// Verified since the last commit began.
  private Bitfield verified;

  /// Found to be bad since the last commit began, and not vouched for by the journal.
  private Bitfield bad;

  /// Verified, and being made durable by the commit that is under way.
  private Bitfield inFlight;

  /// Files with bytes that may not be durable.
  private final BitSet dirty = new BitSet();

  private final BitSet suspect = new BitSet();

  private final Losses losses;

  Ledger(Info info, FileLayout layout, TorrentFiles files, Journal journal, Vigil vigil) {
    this.geometry = info.geometry();
    this.layout = layout;
    this.files = files;
    this.journal = journal;
    this.vigil = vigil;
    this.verified = new Bitfield(geometry.pieceCount());
    this.bad = new Bitfield(geometry.pieceCount());
    this.inFlight = new Bitfield(geometry.pieceCount());
    this.losses = new Losses(geometry.pieceCount());
    dirty.set(0, layout.fileCount());
    files.watch(this::opened);
    vigil.alarm(this::withdraw);
  }

  /// Bytes of this piece are about to change, in these files.
  void touched(int piece, List<FileSlice> slices) throws DiskException {
    lock.lock();
    try {
      verified.clear(piece);
      inFlight.clear(piece);
      bad.clear(piece);
      losses.begun(piece);
      for (FileSlice slice : slices) {
        if (layout.isStored(slice.file())) {
          dirty.set(slice.file());
          vigil.end(slice.file());
        }
      }
      boolean vouchedFor = journal.have().get(piece);
      try {
        journal.touch(piece);
      } catch (DiskException e) {
        if (vouchedFor) {
          throw e;
        }
        // without the note the piece may have to be fetched again after a crash, no more
      }
    } finally {
      lock.unlock();
    }
  }

  /// Bytes in these files have changed. A commit that forced them since [#touched] may have come
  /// before that, so that they count as unforced once more.
  void wrote(List<FileSlice> slices) {
    lock.lock();
    try {
      slices.stream().map(FileSlice::file).filter(layout::isStored).forEach(dirty::set);
    } finally {
      lock.unlock();
    }
  }

  /// Makes sure that all that was written to a piece went to where it is looked for.
  ///
  /// @throws DiskException with `MISSING`, once, if it has to be written again
  void require(int piece, List<FileSlice> slices) throws DiskException {
    lock.lock();
    try {
      if (losses.tear(piece)) {
        for (FileSlice slice : slices) {
          if (layout.isStored(slice.file())) {
            throw files.missing(slice.file());
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// A piece was verified as it is on disk.
  void verified(int piece, boolean ok) throws DiskException {
    lock.lock();
    try {
      losses.settled(piece);
      if (ok) {
        bad.clear(piece);
        if (!journal.have().get(piece)) {
          verified.set(piece);
        }
        return;
      }
      verified.clear(piece);
      inFlight.clear(piece);
      if (journal.have().get(piece)) {
        journal.lose(piece);
      } else {
        bad.set(piece);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Makes all that was verified before durable, and records it.
  ///
  /// @throws DiskException with `MISSING` if a file of those pieces is gone or replaced; the pieces
  ///   of other files are recorded nevertheless
  void commit() throws DiskException {
    Bitfield nowBad;
    BitSet wanted;
    lock.lock();
    try {
      inFlight = verified;
      nowBad = bad;
      verified = new Bitfield(geometry.pieceCount());
      bad = new Bitfield(geometry.pieceCount());
      if (inFlight.isEmpty() && nowBad.isEmpty()) {
        return;
      }
      wanted = layout.files(inFlight);
    } finally {
      lock.unlock();
    }
    int missing;
    try {
      force(wanted);
      missing = record(nowBad);
      journal.force();
      rest();
    } catch (DiskException e) {
      takeBack();
      throw e;
    }
    if (missing >= 0) {
      throw files.missing(missing);
    }
  }

  private void rest() {
    lock.lock();
    try {
      journal.rest();
    } finally {
      lock.unlock();
    }
  }

  /// Begins anew with what the files look like: nothing is had, all that has bytes is unknown.
  Bitfield forget(Info info) throws DiskException {
    lock.lock();
    try {
      files.close();
      verified.clearAll();
      bad.clearAll();
      losses.clear();
      dirty.set(0, layout.fileCount());
      Resumed afresh = Resumed.afresh(info, layout, files.scan());
      journal.rewrite(afresh.have(), afresh.unknown(), afresh.marks());
      return afresh.unknown();
    } finally {
      lock.unlock();
    }
  }

  /// What was lost since this was asked last; null if nothing.
  Losses.@Nullable Loss loss() {
    lock.lock();
    try {
      return losses.tell();
    } finally {
      lock.unlock();
    }
  }

  /// Notes how all files look and that they were closed in order. Of a file that another program
  /// has changed nothing is vouched for.
  void shutDown() throws DiskException {
    lock.lock();
    try {
      for (int file = 0; file < layout.fileCount(); file++) {
        vigil.look(file);
        FileMark mark = journal.mark(file);
        FileStatus status = mark == null ? null : files.status(file);
        if (mark != null && status != null && losses.holds(mark, status, layout.length(file))) {
          journal.mark(file, FileMark.of(status));
        } else if (mark != null) {
          withdraw(file, status == null ? null : FileMark.of(status));
        }
      }
      journal.shutDown();
    } finally {
      lock.unlock();
    }
  }

  private void opened(int file, @Nullable FileStatus before, FileStatus status)
      throws DiskException {
    lock.lock();
    try {
      FileMark mark = journal.mark(file);
      if (mark != null && (before == null || !losses.holds(mark, before, layout.length(file)))) {
        lose(file, FileMark.of(status));
      } else if (mark == null || mark.size() != status.size()) {
        journal.mark(file, FileMark.of(status));
      }
    } finally {
      lock.unlock();
    }
  }

  /// The file is gone, shorter than it was, or another one.
  private void lose(int file, @Nullable FileMark now) throws DiskException {
    losses.file(file, journal.mark(file), now);
    withdraw(file, now);
    files.reopen(file);
    if (layout.length(file) > 0) {
      String message = files.missing(file).getMessage();
      losses.lost(layout.firstPiece(file), layout.lastPiece(file), message);
    }
  }

  /// Nothing known of the file's pieces holds any more.
  private void withdraw(int file, @Nullable FileMark now) throws DiskException {
    boolean empty = layout.length(file) == 0;
    int first = empty ? 0 : layout.firstPiece(file);
    int last = empty ? -1 : layout.lastPiece(file);
    lock.lock();
    try {
      dirty.set(file);
      for (int piece = first; piece <= last; piece++) {
        verified.clear(piece);
        inFlight.clear(piece);
      }
      journal.withdraw(file, now, first, last);
    } finally {
      lock.unlock();
    }
  }

  private void force(BitSet wanted) throws DiskException {
    for (int file = wanted.nextSetBit(0); file >= 0; file = wanted.nextSetBit(file + 1)) {
      if (clearDirty(file)) {
        try {
          files.force(file);
        } catch (DiskException e) {
          if (e.problem() == DiskProblem.MISSING) {
            // the record will tell
            continue;
          }
          unforced(file, e.isTooManyOpen());
          if (!files.readOnly() || e.isTooManyOpen()) {
            throw e.isTooManyOpen() ? e : e.inDoubt();
          }
        }
      }
    }
  }

  /// The file could not be forced, or not even be opened for it, which harms nothing.
  private void unforced(int file, boolean unopened) {
    lock.lock();
    try {
      (unopened ? dirty : suspect).set(file);
    } finally {
      lock.unlock();
    }
  }

  private boolean clearDirty(int file) {
    lock.lock();
    try {
      boolean was = dirty.get(file);
      dirty.clear(file);
      return was;
    } finally {
      lock.unlock();
    }
  }

  /// Appends what holds; tells a file of a verified piece that is gone or replaced, or -1.
  private int record(Bitfield nowBad) throws DiskException {
    lock.lock();
    try {
      BitSet wanted = layout.files(inFlight);
      BitSet touched = layout.files(nowBad);
      touched.or(wanted);
      BitSet lost = new BitSet();
      for (int file = touched.nextSetBit(0); file >= 0; file = touched.nextSetBit(file + 1)) {
        if (!markNow(file)) {
          lost.set(file);
        }
      }
      for (int p = inFlight.nextSet(0); p >= 0; p = inFlight.nextSet(p + 1)) {
        if (layout.lies(p, lost) || layout.lies(p, suspect)) {
          inFlight.clear(p);
        }
      }
      journal.record(inFlight, nowBad);
      watch(touched);
      lost.and(wanted);
      return lost.nextSetBit(0);
    } finally {
      lock.unlock();
    }
  }

  /// Nobody changes these files from now on, as far as all of them is verified, or was before
  /// another program changed it: who writes to a piece takes it out of the journal first.
  private void watch(BitSet touched) {
    Bitfield known = vigil.doubtful();
    known.or(journal.have());
    known.or(verified);
    for (int file = touched.nextSetBit(0); file >= 0; file = touched.nextSetBit(file + 1)) {
      if (!files.readOnly() && layout.within(file, known)) {
        vigil.begin(file, journal.mark(file));
      }
    }
  }

  /// Notes how the file looks; false if it is not the one that was verified.
  private boolean markNow(int file) throws DiskException {
    vigil.look(file);
    FileStatus status = files.status(file);
    FileMark mark = journal.mark(file);
    if (status == null && mark == null) {
      return false;
    }
    if (status == null || (mark != null && !losses.holds(mark, status, layout.length(file)))) {
      lose(file, status == null ? null : FileMark.of(status));
      return false;
    }
    journal.mark(file, FileMark.of(status));
    return true;
  }

  /// A commit failed: what it was about is to be tried again, but for what cannot be trusted.
  private void takeBack() {
    lock.lock();
    try {
      for (int p = inFlight.nextSet(0); p >= 0; p = inFlight.nextSet(p + 1)) {
        if (!layout.lies(p, suspect)) {
          verified.set(p);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
