package dev.freshet.storage;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.storage.disk.FileStatus;
import dev.freshet.storage.journal.FileMark;
import dev.freshet.storage.journal.Journal;
import dev.freshet.storage.layout.FileLayout;
import org.jspecify.annotations.Nullable;

/// What is known of a torrent's pieces when it is opened, from its journal and how its files look.
///
/// A piece is had if the journal vouches for it and all its files are those of the journal and long
/// enough. It is unknown if some of its bytes may be there and the journal does not say for sure
/// that they are not: all pieces with bytes on disk where there is no journal, or where a file is
/// not the one that the journal speaks of.
///
/// @param have pieces to trust
/// @param unknown pieces to verify
/// @param marks how the files look, null for those that are not there
record Resumed(Bitfield have, Bitfield unknown, @Nullable FileMark[] marks) {
  /// Compares the journal with the files. Nobody of ours has written to one that was vouched for to
  /// its last byte since the journal spoke of it.
  static Resumed of(Info info, FileLayout layout, Journal journal, @Nullable FileStatus[] files) {
    Scan scan = new Scan(layout, journal, info.geometry().pieceCount());
    for (int file = 0; file < files.length; file++) {
      if (layout.isStored(file) && layout.length(file) > 0) {
        scan.file(file, files[file]);
      }
    }
    return scan.result(info, files);
  }

  /// As if there were no journal: every piece with bytes is unknown.
  static Resumed afresh(Info info, FileLayout layout, @Nullable FileStatus[] files) {
    Bitfield unknown = new Bitfield(info.geometry().pieceCount());
    for (int file = 0; file < files.length; file++) {
      FileStatus status = files[file];
      if (layout.isStored(file) && layout.length(file) > 0 && status != null) {
        setPresent(layout, file, status.size(), unknown);
      }
    }
    for (int piece = unknown.nextClear(0); piece >= 0; piece = unknown.nextClear(piece + 1)) {
      if (info.contentSize(piece) == 0) {
        unknown.set(piece);
      }
    }
    return new Resumed(new Bitfield(unknown.size()), unknown, marks(files));
  }

  private static void setPresent(FileLayout layout, int file, long size, Bitfield present) {
    int last = layout.lastPiece(file);
    for (int piece = layout.firstPiece(file); piece <= last; piece++) {
      long before = piece == layout.firstPiece(file) ? 0 : layout.neededFor(file, piece - 1);
      if (size <= before) {
        return;
      }
      present.set(piece);
    }
  }

  private static @Nullable FileMark[] marks(@Nullable FileStatus[] files) {
    @Nullable FileMark[] marks = new @Nullable FileMark[files.length];
    for (int i = 0; i < files.length; i++) {
      FileStatus status = files[i];
      marks[i] = status == null ? null : FileMark.of(status);
    }
    return marks;
  }

  private static final class Scan {
    private final FileLayout layout;
    private final Journal journal;

    /// Pieces with bytes on disk.
    private final Bitfield present;

    /// Pieces that cannot be whole, or of which a file is another than it was.
    private final Bitfield doubtful;

    Scan(FileLayout layout, Journal journal, int pieces) {
      this.layout = layout;
      this.journal = journal;
      this.present = new Bitfield(pieces);
      this.doubtful = new Bitfield(pieces);
    }

    void file(int file, @Nullable FileStatus status) {
      FileMark mark = journal.mark(file);
      boolean finished = layout.within(file, journal.have());
      boolean vouched =
          status != null && mark != null && mark.vouchesFor(status, journal.wasClean(), finished);
      long size = status == null ? 0 : status.size();
      setPresent(layout, file, size, present);
      boolean unchanged = vouched || (status == null && mark == null);
      for (int piece = layout.firstPiece(file); piece <= layout.lastPiece(file); piece++) {
        if (!unchanged || (journal.have().get(piece) && size < layout.neededFor(file, piece))) {
          doubtful.set(piece);
        }
      }
    }

    Resumed result(Info info, @Nullable FileStatus[] files) {
      Bitfield have = new Bitfield(present.size());
      Bitfield unknown = new Bitfield(present.size());
      for (int piece = 0; piece < present.size(); piece++) {
        boolean doubt = !journal.isKnown() || doubtful.get(piece);
        if (journal.have().get(piece) && !doubt) {
          have.set(piece);
        } else if ((present.get(piece) || info.contentSize(piece) == 0)
            && (doubt || journal.unknown().get(piece) || info.contentSize(piece) == 0)) {
          unknown.set(piece);
        }
      }
      return new Resumed(have, unknown, marks(files));
    }
  }
}
