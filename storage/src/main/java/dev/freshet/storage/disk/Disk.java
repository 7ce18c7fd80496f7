package dev.freshet.storage.disk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The little that storage wants of a disk. The real one is [RealDisk]; a simulated one may fail as
/// it likes.
///
/// Files are named by a root, which [#folder] has returned, and a relative path below it without
/// `..`. Thread-safe.
public interface Disk {
  /// The folder of that path as the system knows it, symbolic links resolved: where the user wants
  /// things to be. If it does not exist it is made with `create`, and returned as named without.
  Path folder(Path path, boolean create) throws DiskException;

  /// Opens a file.
  DiskFile open(Path root, Path name, Access access) throws DiskException;

  /// What is there under that name; null if nothing is. With `followLinks` symbolic links are
  /// looked through, otherwise one in the last place is [FileStatus.Kind#OTHER].
  @Nullable FileStatus status(Path root, Path name, boolean followLinks) throws DiskException;

  /// Puts the file `from` durably in the place of `to`, or leaves everything as it was.
  void replace(Path root, Path from, Path to) throws DiskException;

  /// Deletes a file, a symbolic link (never what it points to) or an empty folder. Leaves alone a
  /// folder that is not empty; nothing happens if nothing is there.
  void delete(Path root, Path name) throws DiskException;

  /// Bytes that may still be written below the root.
  long usableSpace(Path root) throws DiskException;

  /// Takes the lock of that name, making its file if need be.
  ///
  /// @throws DiskException with `IN_USE` if somebody has it
  DiskLock lock(Path root, Path name) throws DiskException;
}
