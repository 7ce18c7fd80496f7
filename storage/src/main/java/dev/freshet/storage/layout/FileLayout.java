package dev.freshet.storage.layout;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.FileSlice;
import dev.freshet.protocol.metainfo.Info;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// Which parts of which files a range of the piece space is. Every question costs O(log files), and
/// what it answers.
public final class FileLayout {
  private final Geometry geometry;

  /// Where each file begins, and where the last one ends.
  private final long[] offsets;

  private final BitSet stored = new BitSet();

  /// The layout of that torrent.
  public FileLayout(Info info) {
    this.geometry = info.geometry();
    this.offsets = new long[info.files().size() + 1];
    int index = 0;
    for (FileEntry file : info.files()) {
      offsets[index + 1] = file.offset() + file.length();
      stored.set(index, !file.padding() && file.symlink() == null);
      index++;
    }
  }

  /// How many files there are, padding and symbolic links included.
  public int fileCount() {
    return offsets.length - 1;
  }

  /// Bytes of this file.
  public long length(int file) {
    return offsets[file + 1] - offsets[file];
  }

  /// Whether the file exists on disk: it is neither padding nor a symbolic link, which are not made
  /// (BEP 47).
  public boolean isStored(int file) {
    return stored.get(Objects.checkIndex(file, fileCount()));
  }

  /// The parts of files, padding too, that these bytes of a piece are, in order.
  public List<FileSlice> slices(int piece, int begin, int length) {
    if (!geometry.isInside(piece, begin, length)) {
      throw new IllegalArgumentException(
          "%d bytes at %d of piece %d".formatted(length, begin, piece));
    }
    long offset = geometry.offset(piece, begin);
    long end = offset + length;
    List<FileSlice> slices = new ArrayList<>(1);
    for (int file = fileAt(offset); offset < end; file++) {
      int part = (int) (Math.min(end, offsets[file + 1]) - offset);
      if (part > 0) {
        slices.add(new FileSlice(file, offset - offsets[file], part));
        offset += part;
      }
    }
    return slices;
  }

  /// The first piece that has bytes of this file. Only of files with bytes.
  public int firstPiece(int file) {
    return geometry.pieceAt(offsets[file]);
  }

  /// The last piece that has bytes of this file. Only of files with bytes.
  public int lastPiece(int file) {
    return geometry.pieceAt(offsets[file + 1] - 1);
  }

  /// Whether the file has bytes and all of them are in these pieces.
  public boolean within(int file, Bitfield pieces) {
    if (length(file) == 0) {
      return false;
    }
    int lacking = pieces.nextClear(firstPiece(file));
    return lacking < 0 || lacking > lastPiece(file);
  }

  /// The stored files that have bytes of these pieces.
  public BitSet files(Bitfield pieces) {
    BitSet files = new BitSet();
    for (int p = pieces.nextSet(0); p >= 0; p = pieces.nextSet(p + 1)) {
      for (FileSlice slice : slices(p, 0, geometry.pieceSize(p))) {
        if (isStored(slice.file())) {
          files.set(slice.file());
        }
      }
    }
    return files;
  }

  /// Whether the piece has bytes of one of these files.
  public boolean lies(int piece, BitSet some) {
    if (some.isEmpty()) {
      return false;
    }
    for (FileSlice slice : slices(piece, 0, geometry.pieceSize(piece))) {
      if (some.get(slice.file())) {
        return true;
      }
    }
    return false;
  }

  /// How many bytes the file must have at least for its part of this piece to be there.
  public long neededFor(int file, int piece) {
    long end = geometry.offset(piece) + geometry.pieceSize(piece);
    return Math.min(offsets[file + 1], end) - offsets[file];
  }

  private int fileAt(long offset) {
    int low = 0;
    int high = fileCount() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (offsets[middle] <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
