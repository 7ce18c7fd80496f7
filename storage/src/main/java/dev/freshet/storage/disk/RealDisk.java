package dev.freshet.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The disk of the system.
///
/// Threads that use it must not be interrupted: an interrupt closes the channel under everybody.
public final class RealDisk implements Disk {
  private static final LinkOption[] FOLLOW = {};
  private static final LinkOption[] STAY = {LinkOption.NOFOLLOW_LINKS};

  /// The disk of the system.
  public RealDisk() {}

  @Override
  public Path folder(Path path, boolean create) throws DiskException {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      if (create && !Files.isDirectory(absolute)) {
        Files.createDirectories(absolute);
      }
      return absolute.toRealPath();
    } catch (NoSuchFileException e) {
      if (create) {
        throw Causes.of("create folder", absolute, e);
      }
      return absolute;
    } catch (IOException e) {
      throw Causes.of(create ? "create folder" : "open folder", absolute, e);
    }
  }

  @Override
  public DiskFile open(Path root, Path name, Access access) throws DiskException {
    Path path = root.resolve(name);
    try {
      return new RealFile(channel(root, name, access), root, name);
    } catch (IOException e) {
      throw Causes.of(access == Access.WRITE ? "write" : "read", path, e);
    }
  }

  private static FileChannel channel(Path root, Path name, Access access) throws IOException {
    return switch (access) {
      case READ_THROUGH_LINKS -> FileChannel.open(root.resolve(name), Descent.READ);
      case READ -> Descent.open(root, name, Descent.READ);
      case WRITE -> {
        try {
          yield Descent.open(root, name, Descent.WRITE);
        } catch (NoSuchFileException noFolder) {
          Descent.makeFolders(root, name);
          yield Descent.open(root, name, Descent.WRITE);
        }
      }
    };
  }

  @Override
  public @Nullable FileStatus status(Path root, Path name, boolean followLinks)
      throws DiskException {
    Path path = root.resolve(name);
    LinkOption[] links = followLinks ? FOLLOW : STAY;
    try {
      if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
        return unixStatus(path, links);
      }
      BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, links);
      return status(
          basic.isRegularFile(), basic.isDirectory(), basic.size(), basic.lastModifiedTime(), 0);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (FileSystemException e) {
      if (isNotFolder(e)) {
        return null;
      }
      throw Causes.of("look at", path, e);
    } catch (IOException e) {
      throw Causes.of("look at", path, e);
    }
  }

  private static FileStatus unixStatus(Path path, LinkOption[] links) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(
            path, "unix:isRegularFile,isDirectory,size,lastModifiedTime,ino", links);
    if (all.get("size") instanceof Long size
        && all.get("ino") instanceof Long key
        && all.get("lastModifiedTime") instanceof FileTime time) {
      return status(
          Boolean.TRUE.equals(all.get("isRegularFile")),
          Boolean.TRUE.equals(all.get("isDirectory")),
          size,
          time,
          key);
    }
    throw new IOException("the system does not tell size, time and inode");
  }

  private static FileStatus status(
      boolean isFile, boolean isFolder, long size, FileTime time, long key) {
    FileStatus.Kind kind =
        isFile ? FileStatus.Kind.FILE : isFolder ? FileStatus.Kind.FOLDER : FileStatus.Kind.OTHER;
    return new FileStatus(kind, size, time.to(TimeUnit.NANOSECONDS), key);
  }

  private static boolean isNotFolder(FileSystemException e) {
    return e.getReason() != null && e.getReason().startsWith("Not a directory");
  }

  @Override
  public void replace(Path root, Path from, Path to) throws DiskException {
    Path target = root.resolve(to);
    Path parent = target.getParent();
    // opened first: who has no descriptor left is to learn it while nothing is replaced yet
    try (FileChannel folder = parent == null ? null : folder(parent)) {
      Files.move(
          root.resolve(from),
          target,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      if (folder != null) {
        folder.force(true);
      }
    } catch (IOException e) {
      throw Causes.of("write", target, e);
    }
  }

  private static @Nullable FileChannel folder(Path path) throws IOException {
    try {
      return FileChannel.open(path, StandardOpenOption.READ);
    } catch (AccessDeniedException notOnThisSystem) {
      // Windows opens no folders; its own log keeps the order of renames
      return null;
    }
  }

  @Override
  public void delete(Path root, Path name) throws DiskException {
    Path path = root.resolve(name);
    try {
      FileStatus status = status(root, name, false);
      if (status != null) {
        Descent.delete(root, name, status.kind() == FileStatus.Kind.FOLDER);
      }
    } catch (NoSuchFileException | DirectoryNotEmptyException e) {
      // gone already, or not ours to delete
    } catch (IOException e) {
      throw Causes.of("delete", path, e);
    }
  }

  @Override
  public long usableSpace(Path root) throws DiskException {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      throw Causes.of("look at", root, e);
    }
  }

  @Override
  public DiskLock lock(Path root, Path name) throws DiskException {
    return FolderLocks.lock(root, name);
  }
}
