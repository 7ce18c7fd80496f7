package dev.freshet.storage.create;

import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.storage.hash.PieceDigest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;

/// Hashes the one file of a planned torrent as it streams by, so that no copy of it is needed: each
/// byte is read once, in order, and one buffer is all that is held.
public final class StreamHasher {
  private static final int CHUNK = 256 << 10;

  private StreamHasher() {}

  /// Makes the metainfo of a plan of a single file with these bytes. Blocks until all is hashed.
  ///
  /// @throws IOException if it cannot be read, or ends before the plan does
  /// @throws CancellationException if `progress` said to stop
  public static Metainfo hash(InputStream content, TorrentPlan plan, Progress progress)
      throws IOException {
    PlannedHashes hashes = new PlannedHashes(plan);
    byte[] buffer = new byte[CHUNK];
    long done = 0;
    for (int piece = 0; piece < plan.geometry().pieceCount(); piece++) {
      int size = plan.geometry().pieceSize(piece);
      PieceDigest digest = hashes.begin(piece);
      for (int begin = 0; begin < size; ) {
        int length = Math.min(CHUNK, size - begin);
        if (content.readNBytes(buffer, 0, length) < length) {
          throw new EOFException("it ended before its end");
        }
        digest.take(begin, ByteBuffer.wrap(buffer, 0, length));
        begin += length;
      }
      hashes.end(piece, digest);
      done += size;
      if (!progress.hashed(done, plan.geometry().length())) {
        throw new CancellationException("hashing was stopped");
      }
    }
    return hashes.seal();
  }
}
