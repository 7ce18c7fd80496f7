package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The info dictionary: what the info-hash names (BEP 3, BEP 52). Immutable; consistent in itself.
///
/// The piece space of a v2-only torrent is that of libtorrent: each file is followed by virtual
/// padding up to the next piece, the last file too, so that files begin at pieces and all pieces
/// are of one size on the wire. The padding is never stored and never has to be asked for:
/// [#contentSize] tells how much of a piece is content.
public final class Info {
  /// The most elements a path may have.
  public static final int MAX_PATH_DEPTH = 100;

  private final byte[] raw;
  private final InfoHashes hashes;
  private final String name;
  private final boolean singleFile;
  private final boolean isPrivate;
  private final Layout layout;
  private final long contentLength;

  /// Where the v1 piece hashes begin in the raw bytes; -1 if there are none.
  private final int piecesFrom;

  private final List<FileEntry> layeredFiles;
  private final RootIndex roots;

  Info(
      byte[] raw,
      InfoHashes hashes,
      String name,
      boolean singleFile,
      boolean isPrivate,
      Layout layout,
      RootIndex roots,
      int piecesFrom) {
    this.raw = raw;
    this.hashes = hashes;
    this.name = name;
    this.singleFile = singleFile;
    this.isPrivate = isPrivate;
    this.layout = layout;
    this.roots = roots;
    this.piecesFrom = piecesFrom;
    this.contentLength = layout.contentBefore(layout.geometry().length());
    this.layeredFiles = layeredFiles(layout);
  }

  private static List<FileEntry> layeredFiles(Layout layout) {
    FileTable files = layout.files();
    int pieceLength = layout.geometry().pieceLength();
    int[] layered =
        IntStream.range(0, files.size())
            .filter(file -> files.hasRoot(file) && files.length(file) > pieceLength)
            .toArray();
    return new Selected(files, layered);
  }

  /// Some of the files.
  private static final class Selected extends AbstractList<FileEntry> implements RandomAccess {
    private final List<FileEntry> files;
    private final int[] indices;

    Selected(List<FileEntry> files, int[] indices) {
      this.files = files;
      this.indices = indices;
    }

    @Override
    public int size() {
      return indices.length;
    }

    @Override
    public FileEntry get(int index) {
      return files.get(indices[index]);
    }
  }

  /// Parses the raw bytes of an info dictionary.
  ///
  /// @throws MetainfoException if they are not one
  public static Info parse(byte[] raw) throws MetainfoException {
    return InfoParser.parse(raw.clone());
  }

  /// The same of bytes that nobody else will write to.
  static Info of(byte[] raw) throws MetainfoException {
    return InfoParser.parse(raw);
  }

  /// A copy of the bytes as they came.
  public byte[] raw() {
    return raw.clone();
  }

  /// Writes the bytes as they came.
  void write(BencodeWriter out) {
    out.raw(raw);
  }

  /// How many bytes the dictionary has.
  public int size() {
    return raw.length;
  }

  /// `length` of the bytes as they came, from `from` on, as a read-only view.
  public ByteBuffer slice(int from, int length) {
    return ByteBuffer.wrap(raw).asReadOnlyBuffer().slice(from, length);
  }

  /// Of the bytes as they came: v1 if the dictionary has `pieces`, v2 if `meta version` is 2.
  public InfoHashes hashes() {
    return hashes;
  }

  /// The suggested name of the file or folder, as the metainfo has it.
  public String name() {
    return name;
  }

  /// Whether `name` is a file, not a folder. That file then is the first of [#files]; a v2-only
  /// torrent may have padding behind it.
  public boolean isSingleFile() {
    return singleFile;
  }

  /// Whether peers may come from the trackers only (BEP 27).
  public boolean isPrivate() {
    return isPrivate;
  }

  /// The piece space, padding included.
  public Geometry geometry() {
    return layout.geometry();
  }

  /// All files in piece-space order, padding (virtual padding of v2-only torrents too) included.
  public List<FileEntry> files() {
    return layout.files();
  }

  /// Bytes of all files without padding.
  public long contentLength() {
    return contentLength;
  }

  /// Bytes of this piece that belong to files, without padding.
  public int contentSize(int piece) {
    return layout.contentSize(piece);
  }

  /// Bytes of files in these pieces.
  public long contentSize(Bitfield pieces) {
    if (pieces.isFull()) {
      return contentLength;
    }
    long bytes = 0;
    for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
      bytes += contentSize(piece);
    }
    return bytes;
  }

  /// The parts of files, padding included, that these bytes of the piece space are, in order.
  public List<FileSlice> slices(long offset, int length) {
    if (offset < 0 || length < 1 || length > geometry().length() - offset) {
      throw new IndexOutOfBoundsException(length + " bytes at " + offset);
    }
    return layout.slices(offset, offset + length);
  }

  /// The SHA-1 of this piece; null if the torrent is v2-only.
  public @Nullable Hash v1PieceHash(int piece) {
    if (piecesFrom < 0) {
      return null;
    }
    if (piece < 0 || piece >= geometry().pieceCount()) {
      throw new IndexOutOfBoundsException("piece " + piece + " of " + geometry().pieceCount());
    }
    return Hash.of(raw, piecesFrom + piece * Hash.SHA1_LENGTH, Hash.SHA1_LENGTH);
  }

  /// Where this piece lies in the hash trees; null if the torrent is v1-only.
  public @Nullable TreeSpan treeSpan(int piece) {
    if (hashes.v2() == null) {
      return null;
    }
    Layout.Place place = layout.place(piece);
    Hash root = layout.files().root(place.file());
    if (root == null) {
      throw new IllegalStateException("piece " + piece + " lies in no tree");
    }
    return new TreeSpan(
        root, place.indexInFile(), place.dataLength(), place.leafWidth(), place.filePieces());
  }

  /// The files whose piece layer is needed beside the info dictionary: those longer than a piece.
  public List<FileEntry> layeredFiles() {
    return layeredFiles;
  }

  /// The file whose hash tree has this root; null if there is none. Of several with the same
  /// content the first.
  public @Nullable FileEntry fileWithRoot(Hash root) {
    return root.length() == Hash.SHA256_LENGTH ? roots.find(root) : null;
  }

  /// What this piece must hash to, given the piece layers known. Null if nothing is known to check
  /// it by: a v2-only torrent whose layer for that file has not come yet.
  public @Nullable PieceHash pieceHash(int piece, PieceLayers layers) {
    Hash v1 = v1PieceHash(piece);
    TreeSpan span = treeSpan(piece);
    Hash v2 = null;
    if (span != null) {
      v2 = span.filePieces() == 1 ? span.root() : layers.hash(span.root(), span.indexInFile());
    }
    if (v1 == null && v2 == null) {
      return null;
    }
    return span == null
        ? new PieceHash(v1, null, 0, 0)
        : new PieceHash(v1, v2, span.dataLength(), span.leafWidth());
  }
}
