package dev.freshet.storage;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.metainfo.FileSlice;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.PieceHash;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.hash.PieceDigest;
import dev.freshet.storage.layout.FileLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bytes of one torrent: writes, reads and verifies pieces.
///
/// Theory of operation. A block is hashed right after it was written without error, while it is in
/// the cache: SHA-1 as far as blocks come in order, SHA-256 leaves in any order. What is still
/// wanted when the piece is to be verified is read back. So a piece that verifies is one whose
/// bytes were written. What was verified is told to the [Ledger], which makes it durable.
///
/// Calls about one piece come one after the other; others may come at the same time.
final class PieceStore {
  /// Most bytes read at once to hash them.
  private static final int CHUNK = 256 << 10;

  private static final byte[] ZEROS = new byte[16 << 10];

  private final Info info;
  private final FileLayout layout;
  private final TorrentFiles files;
  private final Ledger ledger;
  private final BufferPool buffers;
  private final Vigil vigil;
  private final RunningDigests digests = new RunningDigests();

  PieceStore(
      Info info,
      FileLayout layout,
      TorrentFiles files,
      Ledger ledger,
      BufferPool buffers,
      Vigil vigil) {
    this.info = info;
    this.layout = layout;
    this.files = files;
    this.ledger = ledger;
    this.buffers = buffers;
    this.vigil = vigil;
  }

  /// Writes part of a piece and hashes it: what these writes hold, each going on where the one
  /// before ends.
  void write(List<DiskEffect.Write> run) throws DiskException {
    if (files.readOnly()) {
      throw new DiskException(DiskProblem.DENIED, "this torrent was opened to be read only");
    }
    int piece = run.getFirst().piece();
    int begin = run.getFirst().begin();
    int length = run.getLast().begin() + run.getLast().bytes().remaining() - begin;
    List<FileSlice> slices = layout.slices(piece, begin, length);
    for (FileSlice slice : slices) {
      if (layout.isStored(slice.file())) {
        // if it is gone that shows now, before this piece counts as begun
        files.ready(slice.file());
      }
    }
    ledger.touched(piece, slices);
    PieceDigest digest = digests.forWrite(piece, begin, length, () -> fresh(piece));
    try {
      int at = begin;
      for (FileSlice slice : slices) {
        if (layout.isStored(slice.file())) {
          List<ByteBuffer> parts = parts(run, at, at + slice.length());
          files.write(slice.file(), slice.begin(), parts);
          for (ByteBuffer part : parts) {
            digest.take(at, part.rewind());
            at += part.limit();
          }
        } else {
          takeZeros(digest, at, slice.length());
          at += slice.length();
        }
      }
    } catch (DiskException | RuntimeException e) {
      digests.drop(piece);
      throw e;
    } finally {
      ledger.wrote(slices);
    }
  }

  /// What to answer to a write that was done.
  static DiskInput written(DiskEffect.Write write) {
    return new DiskInput.Written(
        write.torrent(), write.piece(), write.begin(), write.bytes().remaining());
  }

  /// Reads part of a piece.
  DiskInput read(DiskEffect.Read read) throws DiskException {
    vigil.require(read.piece(), layout.slices(read.piece(), read.begin(), read.length()));
    Lease lease = buffers.lease(read.length());
    try {
      ByteBuffer into = lease.buffer();
      int begin = into.position();
      int missing = fill(read.piece(), read.begin(), into);
      if (missing >= 0) {
        throw files.missing(missing);
      }
      into.position(begin);
    } catch (DiskException | RuntimeException e) {
      lease.release();
      throw e;
    }
    return new DiskInput.BytesRead(read.torrent(), read.request(), lease);
  }

  /// Verifies a piece as written.
  DiskInput verify(DiskEffect.Verify verify) throws DiskException {
    int piece = verify.piece();
    PieceHash expected = verify.expected();
    int size = info.geometry().pieceSize(piece);
    int leafLength = expected.v2Length() > 0 ? expected.v2Length() : size;
    List<FileSlice> slices = layout.slices(piece, 0, size);
    vigil.hashing(piece, slices);
    ledger.require(piece, slices);
    boolean leavesWanted = verify.leaves() || expected.v2() != null;
    PieceDigest digest = digests.take(piece);
    if (digest == null
        || (expected.v1() != null && !digest.hasSha1())
        || (leavesWanted && digest.leafLength() != leafLength)) {
      digest = new PieceDigest(size, expected.v1() != null, leavesWanted ? leafLength : 0);
    }
    boolean ok =
        hashRest(piece, size, digest)
            && (expected.v1() == null || expected.v1().equals(digest.sha1()))
            && (expected.v2() == null || expected.v2().equals(digest.root(expected.v2Width())));
    byte @Nullable [] leaves = null;
    if (verify.leaves() || !ok) {
      leaves = leaves(piece, size, leafLength, digest);
    }
    ledger.verified(piece, ok);
    return new DiskInput.Verified(verify.torrent(), piece, ok, leaves);
  }

  /// Drops what was hashed, so that pieces are read back when they are verified.
  void forgetDigests() {
    digests.clear();
  }

  /// The bytes that stand from `from` until before `end` of the piece, each buffer from 0 to its
  /// limit.
  private static List<ByteBuffer> parts(List<DiskEffect.Write> run, int from, int end) {
    List<ByteBuffer> parts = new ArrayList<>(run.size());
    for (DiskEffect.Write write : run) {
      ByteBuffer bytes = write.bytes();
      int first = Math.max(from, write.begin());
      int last = Math.min(end, write.begin() + bytes.remaining());
      if (first < last) {
        parts.add(bytes.slice(bytes.position() + first - write.begin(), last - first));
      }
    }
    return parts;
  }

  private PieceDigest fresh(int piece) {
    var span = info.treeSpan(piece);
    return new PieceDigest(
        info.geometry().pieceSize(piece),
        info.hashes().v1() != null,
        span == null ? 0 : span.dataLength());
  }

  private byte[] leaves(int piece, int size, int leafLength, PieceDigest digest)
      throws DiskException {
    if (digest.leafLength() == leafLength) {
      return digest.leaves();
    }
    PieceDigest again = new PieceDigest(size, false, leafLength);
    hashRest(piece, size, again);
    return again.leaves();
  }

  /// Reads back what is still wanted; false if some of it is not on disk, which counts as zeros.
  private boolean hashRest(int piece, int size, PieceDigest digest) throws DiskException {
    int at = digest.nextWanted(0);
    if (at == size) {
      return true;
    }
    boolean whole = true;
    Lease lease = buffers.lease(Math.min(CHUNK, size));
    try {
      ByteBuffer chunk = lease.buffer();
      while (at < size) {
        chunk.clear().limit(Math.min(Math.min(CHUNK, chunk.capacity()), size - at));
        whole &= fill(piece, at, chunk) < 0;
        digest.take(at, chunk.flip());
        at = digest.nextWanted(at + chunk.limit());
      }
    } finally {
      lease.release();
    }
    return whole;
  }

  /// Fills `into` with the bytes at `begin` of the piece, zeros where there are none; tells the
  /// first file that should have had more, or -1.
  private int fill(int piece, int begin, ByteBuffer into) throws DiskException {
    int limit = into.limit();
    int missing = -1;
    for (FileSlice slice : layout.slices(piece, begin, into.remaining())) {
      int end = into.position() + slice.length();
      if (layout.isStored(slice.file())) {
        into.limit(end);
        readStored(slice, into);
        if (into.hasRemaining() && missing < 0) {
          missing = slice.file();
        }
        into.limit(limit);
      }
      while (into.position() < end) {
        into.put(ZEROS, 0, Math.min(ZEROS.length, end - into.position()));
      }
    }
    return missing;
  }

  private void readStored(FileSlice slice, ByteBuffer into) throws DiskException {
    try {
      files.read(slice.file(), slice.begin(), into);
    } catch (DiskException e) {
      if (e.problem() != DiskProblem.MISSING) {
        throw e;
      }
    }
  }

  private static void takeZeros(PieceDigest digest, int begin, int length) {
    for (int at = 0; at < length; at += ZEROS.length) {
      digest.take(begin + at, ByteBuffer.wrap(ZEROS, 0, Math.min(ZEROS.length, length - at)));
    }
  }
}
