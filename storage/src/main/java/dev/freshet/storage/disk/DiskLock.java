package dev.freshet.storage.disk;

/// A hold on a name that no other process, and nobody else in this one, has at the same time.
public interface DiskLock extends AutoCloseable {
  /// Lets go.
  @Override
  void close();
}
