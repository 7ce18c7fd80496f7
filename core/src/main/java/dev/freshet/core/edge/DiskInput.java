package dev.freshet.core.edge;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.protocol.Bitfield;
import org.jspecify.annotations.Nullable;

/// What storage tells of one torrent.
public sealed interface DiskInput extends Input {
  /// Which torrent: the number that it was added under.
  int torrent();

  /// The files are laid out. `have` are the pieces that the journal vouches for; `unknown` are
  /// those that have bytes on disk of which nothing is known, to be verified. Both are the core's.
  record Opened(int torrent, Bitfield have, Bitfield unknown) implements DiskInput {}

  /// A write was done.
  record Written(int torrent, int piece, int begin, int length) implements DiskInput {}

  /// A read was done; the core releases the lease, whose buffer has the bytes from position to
  /// limit, and may change them before.
  record BytesRead(int torrent, long request, Lease bytes) implements DiskInput {}

  /// A piece was hashed. `leaves`, if asked for or not `ok`, are the SHA-256 values of its blocks
  /// one after the other, each over the block's bytes without padding.
  record Verified(int torrent, int piece, boolean ok, byte @Nullable [] leaves)
      implements DiskInput {}

  /// What was verified before the [DiskEffect.Commit] is durable and recorded.
  record Committed(int torrent) implements DiskInput {}

  /// A file that had bytes of these pieces is gone, shorter than it was, or another one than it
  /// was: what of them was had is not vouched for any more. `message` is one sentence for people,
  /// naming the file.
  record Lost(int torrent, Bitfield pieces, String message) implements DiskInput {}

  /// The files are closed. Last word of this torrent.
  record Closed(int torrent) implements DiskInput {}

  /// The world said no. `during` is the effect that failed, its lease already released; `message`
  /// is one sentence for people, naming the file.
  record Failed(int torrent, DiskEffect during, DiskProblem problem, String message)
      implements DiskInput {}
}
