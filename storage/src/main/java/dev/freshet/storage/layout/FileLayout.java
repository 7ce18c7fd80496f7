package dev.freshet.storage.layout;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.FileSlice;
import dev.freshet.protocol.metainfo.Info;
import java.util.ArrayList;
import java.util.List;

/// Which parts of which files a range of the piece space is. Every question costs O(log files), and
/// what it answers.
public final class FileLayout {
  private final List<FileEntry> files;
  private final Geometry geometry;

  /// The layout of that torrent.
  public FileLayout(Info info) {
    this.files = info.files();
    this.geometry = info.geometry();
  }

  /// How many files there are, padding and symbolic links included.
  public int fileCount() {
    return files.size();
  }

  /// Bytes of this file.
  public long length(int file) {
    return files.get(file).length();
  }

  /// Whether the file exists on disk: it is neither padding nor a symbolic link, which are not made
  /// (BEP 47).
  public boolean isStored(int file) {
    FileEntry entry = files.get(file);
    return !entry.padding() && entry.symlink() == null;
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
      FileEntry entry = files.get(file);
      int part = (int) (Math.min(end, entry.offset() + entry.length()) - offset);
      if (part > 0) {
        slices.add(new FileSlice(file, offset - entry.offset(), part));
        offset += part;
      }
    }
    return slices;
  }

  /// The first piece that has bytes of this file. Only of files with bytes.
  public int firstPiece(int file) {
    return geometry.pieceAt(files.get(file).offset());
  }

  /// The last piece that has bytes of this file. Only of files with bytes.
  public int lastPiece(int file) {
    FileEntry entry = files.get(file);
    return geometry.pieceAt(entry.offset() + entry.length() - 1);
  }

  /// How many bytes the file must have at least for its part of this piece to be there.
  public long neededFor(int file, int piece) {
    FileEntry entry = files.get(file);
    long end = geometry.offset(piece) + geometry.pieceSize(piece);
    return Math.min(entry.length(), end - entry.offset());
  }

  private int fileAt(long offset) {
    int low = 0;
    int high = files.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (files.get(middle).offset() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
