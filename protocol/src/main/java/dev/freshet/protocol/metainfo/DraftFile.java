package dev.freshet.protocol.metainfo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file that is to be in a new torrent.
///
/// @param path elements below the torrent's folder; for a single file just its name
/// @param length bytes, 0 or more; 0 for a symbolic link
/// @param symlink the target's elements below the torrent's folder; null for a file
public record DraftFile(
    List<String> path,
    long length,
    boolean executable,
    boolean hidden,
    @Nullable List<String> symlink) {
  public DraftFile {
    if (length < 0 || (symlink != null && length > 0)) {
      throw new IllegalArgumentException("file of " + length + " bytes");
    }
    path = List.copyOf(path);
    symlink = symlink == null ? null : List.copyOf(symlink);
  }

  /// A plain file.
  public DraftFile(List<String> path, long length) {
    this(path, length, false, false, null);
  }
}
