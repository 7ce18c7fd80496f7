package dev.freshet.storage.disk;

/// What the disk tells of a file without opening it.
///
/// @param size bytes; only of files
/// @param modifiedNanos when its bytes last changed, in nanoseconds since 1970
/// @param key what stays the same as long as it is the same file (its inode number); 0 where the
///   system has none
public record FileStatus(Kind kind, long size, long modifiedNanos, long key) {
  /// What it is.
  public enum Kind {
    /// A regular file.
    FILE,
    /// A folder.
    FOLDER,
    /// A symbolic link, a device, anything else.
    OTHER
  }

  /// Whether it is a regular file.
  public boolean isFile() {
    return kind == Kind.FILE;
  }
}
