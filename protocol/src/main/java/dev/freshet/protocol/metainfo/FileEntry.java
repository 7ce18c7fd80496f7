package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One file of a torrent, padding files included (BEP 3, BEP 47, BEP 52). Names are as the metainfo
/// has them: nothing here is safe to use as a path before `storage` has made it so.
///
/// @param path the name's elements below the torrent's folder, or the one name of a single file
/// @param length bytes, 0 or more
/// @param offset where the file begins in the torrent's piece space
/// @param padding whether this is zeros between files, never stored (BEP 47 `p`)
/// @param executable BEP 47 `x`
/// @param hidden BEP 47 `h`
/// @param symlink BEP 47 `l`: the target's elements below the torrent's folder; null for a file
/// @param piecesRoot the root of the file's hash tree; null for v1-only torrents and empty files
public record FileEntry(
    List<String> path,
    long length,
    long offset,
    boolean padding,
    boolean executable,
    boolean hidden,
    @Nullable List<String> symlink,
    @Nullable Hash piecesRoot) {
  public FileEntry {
    if (length < 0 || offset < 0) {
      throw new IllegalArgumentException("file of " + length + " bytes at " + offset);
    }
    path = List.copyOf(path);
    symlink = symlink == null ? null : List.copyOf(symlink);
  }

  /// How many pieces of that many bytes the file takes if it begins at one; 0 if it is empty.
  public int pieceCount(int pieceLength) {
    return Math.toIntExact((length + pieceLength - 1) / pieceLength);
  }
}
