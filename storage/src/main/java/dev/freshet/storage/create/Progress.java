package dev.freshet.storage.create;

/// Who is told how far hashing is, from any of the hashing threads, and may end it.
public interface Progress {
  /// So many bytes of files of so many have been hashed. Called once a piece.
  ///
  /// @return whether to go on
  boolean hashed(long bytesDone, long bytesTotal);
}
