package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The info dictionary: what the info-hash names (BEP 3, BEP 52). Immutable; consistent in itself.
public final class Info {
  /// Parses the raw bytes of an info dictionary.
  ///
  /// @throws MetainfoException if they are not one
  public static Info parse(byte[] raw) throws MetainfoException {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  private Info() {}

  /// A copy of the bytes as they came.
  public byte[] raw() {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// Of the bytes as they came: v1 if the dictionary has `pieces`, v2 if `meta version` is 2.
  public InfoHashes hashes() {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// The suggested name of the file or folder, as the metainfo has it.
  public String name() {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// Whether `name` is a file, not a folder.
  public boolean isSingleFile() {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// Whether peers may come from the trackers only (BEP 27).
  public boolean isPrivate() {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// The piece space, padding included.
  public Geometry geometry() {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// All files in piece-space order, padding (virtual padding of v2-only torrents too) included.
  public List<FileEntry> files() {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// Bytes of all files without padding.
  public long contentLength() {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// Bytes of this piece that belong to files, without padding.
  public int contentSize(int piece) {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// The SHA-1 of this piece; null if the torrent is v2-only.
  public @Nullable Hash v1PieceHash(int piece) {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// Where this piece lies in the hash trees; null if the torrent is v1-only.
  public @Nullable TreeSpan treeSpan(int piece) {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// The files whose piece layer is needed beside the info dictionary: those longer than a piece.
  public List<FileEntry> layeredFiles() {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// What this piece must hash to, given the piece layers known. Null if nothing is known to check
  /// it by: a v2-only torrent whose layer for that file has not come yet.
  public @Nullable PieceHash pieceHash(int piece, PieceLayers layers) {
    throw new UnsupportedOperationException("helper: metainfo");
  }
}
