package dev.freshet.core.torrent;

import dev.freshet.core.api.FileSelection;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.metainfo.Info;

/// What of a torrent is to be here in the end: the pieces in which wanted files have bytes; and how
/// much of that is here.
final class Wanted {
  private final Info info;
  private final Bitfield pieces;
  private final long bytes;
  private int lacking;
  private long bytesHere;

  /// Nothing of it is here.
  Wanted(Info info, FileSelection files) {
    this.info = info;
    this.pieces = files.pieces(info);
    this.bytes = info.contentSize(pieces);
    reset();
  }

  /// Nothing of it is here.
  final void reset() {
    lacking = pieces.cardinality();
    bytesHere = 0;
  }

  /// This piece is here now, which it was not.
  void gained(int piece) {
    if (pieces.get(piece)) {
      lacking--;
      bytesHere += info.contentSize(piece);
    }
  }

  /// This piece was here and is not any more.
  void lost(int piece) {
    if (pieces.get(piece)) {
      lacking++;
      bytesHere -= info.contentSize(piece);
    }
  }

  /// Whether all of it is here.
  boolean complete() {
    return lacking == 0;
  }

  /// How many of the pieces are not here.
  int lacking() {
    return lacking;
  }

  /// The pieces.
  Bitfield pieces() {
    return pieces;
  }

  /// Bytes of files in them.
  long bytes() {
    return bytes;
  }

  /// Bytes of files in those that are here.
  long bytesHere() {
    return bytesHere;
  }
}
