package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Geometry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Files laid end to end in a piece space, and the questions about which bytes are whose. Every
/// question is answered in O(log files).
final class Layout {
  private final FileTable files;
  private final Geometry geometry;

  /// For each file, the bytes of padding before it; null if nothing is padding.
  private final long @Nullable [] paddingBefore;

  private Layout(FileTable files, Geometry geometry, long @Nullable [] paddingBefore) {
    this.files = files;
    this.geometry = geometry;
    this.paddingBefore = paddingBefore;
  }

  /// Where the data of a piece lies in its file's hash tree; [TreeSpan] without the root.
  record Place(int file, int indexInFile, int dataLength, int leafWidth, int filePieces) {}

  FileTable files() {
    return files;
  }

  Geometry geometry() {
    return geometry;
  }

  /// The file with bytes that holds the byte at `offset`, which is inside the torrent.
  int fileAt(long offset) {
    int low = 0;
    int high = files.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (files.offset(middle) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /// The parts of files, padding included, between these two offsets, in order.
  List<FileSlice> slices(long from, long end) {
    List<FileSlice> slices = new ArrayList<>();
    long offset = from;
    for (int file = fileAt(offset); offset < end; file++) {
      int length = (int) (Math.min(end, files.offset(file + 1)) - offset);
      if (length > 0) {
        slices.add(new FileSlice(file, offset - files.offset(file), length));
        offset += length;
      }
    }
    return slices;
  }

  /// Bytes before `offset` that are not padding.
  long contentBefore(long offset) {
    if (paddingBefore == null) {
      return offset;
    }
    int file = fileAt(offset);
    long inside =
        files.isPadding(file) ? Math.min(files.length(file), offset - files.offset(file)) : 0;
    return offset - paddingBefore[file] - inside;
  }

  int contentSize(int piece) {
    long begin = geometry.offset(piece);
    return (int) (contentBefore(begin + geometry.pieceSize(piece)) - contentBefore(begin));
  }

  /// Where this piece lies in the hash tree of its file. Only of torrents whose files begin at
  /// pieces.
  Place place(int piece) {
    long offset = geometry.offset(piece);
    if (piece < 0 || piece >= geometry.pieceCount()) {
      throw new IndexOutOfBoundsException("piece " + piece + " of " + geometry.pieceCount());
    }
    int pieceLength = geometry.pieceLength();
    int file = fileAt(offset);
    long length = files.length(file);
    long begin = offset - files.offset(file);
    int index = (int) (begin / pieceLength);
    int data = (int) Math.min(pieceLength, length - begin);
    long span = Math.min(pieceLength, length);
    int width = (int) HashTree.width((span - 1) / Geometry.BLOCK + 1);
    return new Place(file, index, data, width, (int) ((length + pieceLength - 1) / pieceLength));
  }

  /// Lays files end to end.
  static final class Builder {
    private final int pieceLength;
    private final long limit;
    private final FileTable.Builder files;
    private final Map<Integer, Integer> padsOfLength = new TreeMap<>();
    private long padding;

    /// Files whose roots lie in `raw`.
    Builder(int pieceLength, byte[] raw) {
      this.files = new FileTable.Builder(raw);
      this.pieceLength = pieceLength;
      this.limit = (long) Geometry.MAX_PIECES * pieceLength;
    }

    /// Puts this file behind those before.
    void add(ListedFile file) throws MetainfoException {
      if (file.length() > limit - offset()) {
        throw new MetainfoException("more than " + Geometry.MAX_PIECES + " pieces");
      }
      files.add(file);
      padding += file.padding() ? file.length() : 0;
    }

    /// Pads up to the next piece.
    ///
    /// @param named whether others will see the padding as files, which then need paths of their
    ///   own
    void align(boolean named) throws MetainfoException {
      int rest = (int) (offset() % pieceLength);
      if (rest != 0) {
        int length = pieceLength - rest;
        int number = named ? padsOfLength.merge(length, 1, Integer::sum) : 1;
        add(ListedFile.pad(length, number));
      }
    }

    long offset() {
      return files.offset();
    }

    Layout build() throws MetainfoException {
      if (offset() == padding) {
        throw new MetainfoException("all files are empty");
      }
      FileTable all = files.build();
      return new Layout(
          all, new Geometry(offset(), pieceLength), padding == 0 ? null : before(all));
    }

    private static long[] before(FileTable files) {
      long[] before = new long[files.size()];
      for (int i = 1; i < before.length; i++) {
        before[i] = before[i - 1] + (files.isPadding(i - 1) ? files.length(i - 1) : 0);
      }
      return before;
    }
  }
}
