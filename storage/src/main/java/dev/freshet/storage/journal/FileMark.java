package dev.freshet.storage.journal;

import dev.freshet.storage.disk.FileStatus;

/// How a file looked when the journal last spoke of it.
///
/// @param size bytes
/// @param modifiedNanos when its bytes last changed
/// @param key its inode number, 0 if there is none
public record FileMark(long size, long modifiedNanos, long key) {
  /// What that status says.
  public static FileMark of(FileStatus status) {
    return new FileMark(status.size(), status.modifiedNanos(), status.key());
  }

  /// Whether a file that looks like `now` still has the bytes that the journal speaks of.
  ///
  /// After a clean shutdown nothing may have changed; the inode is not asked, for it may be another
  /// on a copied disk. After a crash we may ourselves have written since, unless the file was
  /// `finished`, so it has to be the same file and not an older one put in its place.
  public boolean vouchesFor(FileStatus now, boolean clean, boolean finished) {
    boolean unchanged = size == now.size() && modifiedNanos == now.modifiedNanos();
    return clean
        ? unchanged
        : key == now.key() && (finished ? unchanged : modifiedNanos <= now.modifiedNanos());
  }
}
