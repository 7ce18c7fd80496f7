package dev.freshet.storage;

import dev.freshet.protocol.Bitfield;
import dev.freshet.storage.disk.FileStatus;
import dev.freshet.storage.journal.FileMark;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// What files that are gone, were cut, or are others than they were have taken with them. Not
/// thread-safe.
final class Losses {
  /// What is no longer there.
  ///
  /// @param pieces had or not, all that have bytes of a file that is lost
  /// @param message one sentence for people, naming a file
  record Loss(Bitfield pieces, String message) {}

  /// So often has a file become another that had become another before, and it is the file system
  /// that gives them new numbers, as some do that have none of their own. Who copies a folder over
  /// ours replaces each file once.
  private static final int MANY = 8;

  /// Written to since they were verified last.
  private final Bitfield begun;

  /// Begun, and some of it went into a file that is lost.
  private final Bitfield torn;

  private @Nullable Loss untold;

  /// Files that became others.
  private final BitSet replaced = new BitSet();

  private int again;

  /// Nothing is lost of so many pieces.
  Losses(int pieces) {
    this.begun = new Bitfield(pieces);
    this.torn = new Bitfield(pieces);
  }

  /// Something is written to this piece.
  void begun(int piece) {
    begun.set(piece);
  }

  /// It is known what this piece has on disk.
  void settled(int piece) {
    begun.clear(piece);
  }

  /// This file is lost, which was marked like this, and looks like this now.
  void file(int file, @Nullable FileMark then, @Nullable FileMark now) {
    if (then != null && now != null && then.key() != now.key()) {
      again += replaced.get(file) ? 1 : 0;
      replaced.set(file);
    }
  }

  /// Whether this is the file of this length that was marked, and no shorter. Where the numbers of
  /// files waver they tell nothing of that.
  boolean holds(FileMark mark, FileStatus now, long length) {
    return (mark.key() == now.key() || again >= MANY)
        && now.size() >= Math.min(mark.size(), length);
  }

  /// The file with bytes of these pieces is lost.
  void lost(int first, int last, String message) {
    Bitfield pieces = untold == null ? new Bitfield(begun.size()) : untold.pieces();
    for (int piece = first; piece <= last; piece++) {
      pieces.set(piece);
      if (begun.get(piece)) {
        torn.set(piece);
      }
    }
    untold = new Loss(pieces, message);
  }

  /// Whether a piece has to be written again from its first byte on; true once.
  boolean tear(int piece) {
    boolean was = torn.clear(piece);
    if (was) {
      begun.clear(piece);
    }
    return was;
  }

  /// What was lost since this was asked last; null if nothing.
  @Nullable Loss tell() {
    Loss told = untold;
    untold = null;
    return told;
  }

  /// Nothing was written to, and nothing is lost.
  void clear() {
    begun.clearAll();
    torn.clearAll();
    untold = null;
  }
}
