package dev.freshet.core.edge;

import dev.freshet.core.api.FileSelection;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.PieceHash;
import java.nio.ByteBuffer;

/// What storage is to do for one torrent. Effects on the same piece are performed in the order
/// given; others in any order.
public sealed interface DiskEffect extends Effect {
  /// Which torrent: the number that it was added under.
  int torrent();

  /// Lay the torrent's files out below `directory` and read its journal. `allocate` reserves the
  /// space of the wanted `files` now, otherwise files grow sparse; no other file is made before
  /// something is written to it. With `readOnly` nothing below `directory` is created or changed.
  /// Answered by [DiskInput.Opened] or [DiskInput.Failed].
  record Open(
      int torrent,
      Info info,
      String directory,
      boolean allocate,
      boolean readOnly,
      FileSelection files)
      implements DiskEffect {}

  /// Write part of a piece. The shell releases `lease` when done. Answered by [DiskInput.Written]
  /// or [DiskInput.Failed].
  record Write(int torrent, int piece, int begin, ByteBuffer bytes, Lease lease)
      implements DiskEffect {}

  /// Read `length` bytes of a piece. Answered by [DiskInput.BytesRead] or [DiskInput.Failed].
  record Read(int torrent, long request, int piece, int begin, int length) implements DiskEffect {}

  /// Hash the piece as written and compare. Answered by [DiskInput.Verified] or [DiskInput.Failed].
  /// With `leaves`, or if it does not fit, the answer has the SHA-256 of each block.
  record Verify(int torrent, int piece, PieceHash expected, boolean leaves) implements DiskEffect {}

  /// Make all that was verified before this durable, then record it in the journal. Answered by
  /// [DiskInput.Committed] or [DiskInput.Failed].
  record Commit(int torrent) implements DiskEffect {}

  /// Forget what is known of all pieces, so that a new check begins from nothing. Answered by
  /// [DiskInput.Opened] with every piece unknown that has data.
  record Forget(int torrent) implements DiskEffect {}

  /// Commit, then close the files. With `deleteData` also delete the torrent's files and its
  /// journal. Answered by [DiskInput.Closed].
  record Close(int torrent, boolean deleteData) implements DiskEffect {}
}
