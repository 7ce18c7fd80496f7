package dev.freshet.storage;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.storage.disk.Disk;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.DiskLock;
import dev.freshet.storage.disk.FileStatus;
import dev.freshet.storage.journal.FileMark;
import dev.freshet.storage.journal.Journal;
import dev.freshet.storage.journal.JournalKey;
import dev.freshet.storage.layout.FileLayout;
import dev.freshet.storage.layout.SafeNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A torrent that storage has open: its files, its journal, and the pieces between them.
final class OpenTorrent {
  private static final DiskLock NO_LOCK = () -> {};

  private final Info info;
  private final TorrentFiles files;
  private final Journal journal;
  private final DiskLock names;
  private final Ledger ledger;
  private final PieceStore pieces;
  private final boolean readOnly;

  private OpenTorrent(
      Info info,
      TorrentFiles files,
      Journal journal,
      DiskLock names,
      Ledger ledger,
      PieceStore pieces,
      boolean readOnly) {
    this.info = info;
    this.files = files;
    this.journal = journal;
    this.names = names;
    this.ledger = ledger;
    this.pieces = pieces;
    this.readOnly = readOnly;
  }

  /// A torrent that was opened, and what to answer.
  record Opening(OpenTorrent torrent, DiskInput.Opened answer) {}

  /// Lays a torrent out, reads its journal and looks at its files.
  static Opening open(
      Disk disk, FilePool pool, BufferPool buffers, Path state, DiskEffect.Open open)
      throws DiskException {
    Info info = open.info();
    Path root = disk.folder(path(open.directory()), !open.readOnly());
    Path journals = disk.folder(state, true);
    FileLayout layout = new FileLayout(info);
    Journal journal = Journal.open(disk, journals, JournalKey.of(info, root));
    TorrentFiles files = null;
    DiskLock names = NO_LOCK;
    try {
      if (!open.readOnly()) {
        names = lockNames(disk, journals, root, info);
      }
      files = new TorrentFiles(disk, pool, root, info, layout, open.readOnly());
      BitSet wanted = open.files().files(info);
      if (!open.readOnly()) {
        makeEmptyFiles(layout, files, wanted);
      }
      @Nullable FileStatus[] found = files.scan();
      Resumed resumed = Resumed.of(info, layout, journal, found);
      journal.rewrite(resumed.have(), resumed.unknown(), resumed.marks());
      Vigil vigil = new Vigil(files, layout, info.geometry().pieceCount());
      Ledger ledger = new Ledger(info, layout, files, journal, vigil);
      if (open.allocate() && !open.readOnly()) {
        allocate(layout, files, wanted, found);
      }
      for (int file = 0; file < found.length; file++) {
        FileStatus status = found[file];
        if (layout.isStored(file) && (open.readOnly() || layout.within(file, resumed.have()))) {
          vigil.begin(file, status == null ? null : FileMark.of(status));
        }
      }
      PieceStore pieces = new PieceStore(info, layout, files, ledger, buffers, vigil);
      return new Opening(
          new OpenTorrent(info, files, journal, names, ledger, pieces, open.readOnly()),
          new DiskInput.Opened(open.torrent(), resumed.have(), resumed.unknown()));
    } catch (DiskException | RuntimeException e) {
      if (files != null) {
        files.close();
      }
      names.close();
      journal.close();
      throw e;
    }
  }

  /// Two torrents whose files have the same names would write over each other and never know: each
  /// hashes what it writes, and the files look alike to both.
  private static DiskLock lockNames(Disk disk, Path journals, Path root, Info info)
      throws DiskException {
    Path top = root.resolve(SafeNames.top(info));
    try {
      return disk.lock(journals, Path.of("names of " + JournalKey.digest(top)));
    } catch (DiskException e) {
      throw e.problem() == DiskProblem.IN_USE
          ? new DiskException(
              DiskProblem.BAD_NAME, "another torrent is being fetched to " + top + " already")
          : e;
    }
  }

  /// The pieces, to write, read and verify.
  PieceStore pieces() {
    return pieces;
  }

  /// What is no longer there of what was, since this was asked last; null if nothing.
  Losses.@Nullable Loss loss() {
    return ledger.loss();
  }

  /// See [Storage#misfits].
  Map<Integer, Long> misfits() throws DiskException {
    return files.misfits();
  }

  /// Makes what was verified durable.
  void commit() throws DiskException {
    ledger.commit();
  }

  /// Forgets all pieces; tells those that have bytes.
  DiskInput.Opened forget(int torrent) throws DiskException {
    pieces.forgetDigests();
    Bitfield unknown = ledger.forget(info);
    return new DiskInput.Opened(torrent, new Bitfield(unknown.size()), unknown);
  }

  /// Commits, notes that all is in order, and closes.
  void close() throws DiskException {
    try {
      ledger.commit();
      ledger.shutDown();
    } finally {
      abandon();
    }
  }

  /// Deletes the files, unless they are only to be read, and the journal, and closes.
  void delete() throws DiskException {
    files.close();
    try {
      if (!readOnly) {
        files.delete();
      }
    } finally {
      try {
        journal.delete();
      } finally {
        abandon();
      }
    }
  }

  /// Closes as a crash would: nothing is written.
  void abandon() {
    files.close();
    names.close();
    journal.close();
  }

  private static Path path(String directory) throws DiskException {
    try {
      return Path.of(directory);
    } catch (InvalidPathException e) {
      throw new DiskException(
          DiskProblem.BAD_NAME, "\"" + directory + "\" cannot be the name of a folder here");
    }
  }

  private static void makeEmptyFiles(FileLayout layout, TorrentFiles files, BitSet wanted)
      throws DiskException {
    for (int file = wanted.nextSetBit(0); file >= 0; file = wanted.nextSetBit(file + 1)) {
      if (layout.isStored(file) && layout.length(file) == 0) {
        files.makeEmpty(file);
      }
    }
  }

  private static void allocate(
      FileLayout layout, TorrentFiles files, BitSet wanted, @Nullable FileStatus[] found)
      throws DiskException {
    long needed = 0;
    for (int file = wanted.nextSetBit(0); file >= 0; file = wanted.nextSetBit(file + 1)) {
      needed += missing(layout, file, found[file]);
    }
    files.checkRoom(needed);
    for (int file = wanted.nextSetBit(0); file >= 0; file = wanted.nextSetBit(file + 1)) {
      if (missing(layout, file, found[file]) > 0) {
        files.reserve(file);
      }
    }
  }

  private static long missing(FileLayout layout, int file, @Nullable FileStatus found) {
    long has = found == null ? 0 : found.size();
    return layout.isStored(file) ? Math.max(0, layout.length(file) - has) : 0;
  }
}
