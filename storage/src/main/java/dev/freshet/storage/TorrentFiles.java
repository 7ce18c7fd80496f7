package dev.freshet.storage;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.storage.disk.Access;
import dev.freshet.storage.disk.Disk;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.DiskFile;
import dev.freshet.storage.disk.FileStatus;
import dev.freshet.storage.layout.FileLayout;
import dev.freshet.storage.layout.SafeNames;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The files of one torrent below its folder. Thread-safe.
///
/// When we write, names are the safe ones and no symbolic link below the folder is followed. When
/// we only read, the user's own names and links are good: what a name leads to is served only if it
/// hashes to what the torrent says.
final class TorrentFiles {
  private final Disk disk;
  private final FilePool pool;
  private final Path root;
  private final FileLayout layout;
  private final boolean readOnly;
  private final List<@Nullable Path> names;
  private Watch watch = (file, before, status) -> {};

  /// Held while a file is first opened for writing, so that it is given its size only once.
  private final ReentrantLock growing = new ReentrantLock();

  /// @param root what [Disk#folder] returned
  TorrentFiles(Disk disk, FilePool pool, Path root, Info info, FileLayout layout, boolean readOnly)
      throws DiskException {
    this.disk = disk;
    this.pool = pool;
    this.root = root;
    this.layout = layout;
    this.readOnly = readOnly;
    this.names = readOnly ? existing(disk, root, info) : SafeNames.of(info);
  }

  private static List<@Nullable Path> existing(Disk disk, Path root, Info info)
      throws DiskException {
    return SafeNames.of(
        info,
        (safe, file) -> {
          Path verbatim = SafeNames.verbatim(info, file);
          if (verbatim == null || verbatim.equals(safe)) {
            return safe;
          }
          FileStatus status = disk.status(root, verbatim, true);
          return status != null && status.isFile() ? verbatim : safe;
        });
  }

  /// Who is told when a file was opened for writing, before anything is written to it.
  interface Watch {
    /// It was not open before.
    ///
    /// @param before how it looked before it was made or given its size; null if it was not there
    void opened(int file, @Nullable FileStatus before, FileStatus status) throws DiskException;
  }

  /// Tells `newWatch` from now on.
  void watch(Watch newWatch) {
    watch = newWatch;
  }

  /// How each file looks; null if it is not there, is no file, or lies behind a link that we do not
  /// follow.
  @Nullable FileStatus[] scan() throws DiskException {
    @Nullable FileStatus[] all = new @Nullable FileStatus[names.size()];
    Map<Path, Boolean> folders = new HashMap<>();
    for (int i = 0; i < all.length; i++) {
      Path name = names.get(i);
      if (name != null && (readOnly || isFolder(name.getParent(), folders))) {
        all[i] = status(i);
      }
    }
    return all;
  }

  /// Those that are not as long as they should be, and how long they are; -1 for what is not there.
  Map<Integer, Long> misfits() throws DiskException {
    Map<Integer, Long> misfits = new HashMap<>();
    @Nullable FileStatus[] all = scan();
    for (int file = 0; file < all.length; file++) {
      FileStatus status = all[file];
      long size = status == null ? -1 : status.size();
      if (layout.isStored(file) && size != layout.length(file)) {
        misfits.put(file, size);
      }
    }
    return misfits;
  }

  /// How this file looks; null if it is not there or no file.
  @Nullable FileStatus status(int file) throws DiskException {
    FileStatus status = disk.status(root, name(file), readOnly);
    return status != null && status.isFile() ? status : null;
  }

  /// Reads part of a file until `into` is full or the file ends; tells how many bytes came.
  int read(int file, long begin, ByteBuffer into) throws DiskException {
    return pool.use(
        new FilePool.Key(this, file),
        false,
        () -> disk.open(root, name(file), readOnly ? Access.READ_THROUGH_LINKS : Access.READ),
        open -> open.read(into, begin));
  }

  /// Writes these bytes, one after the other, to part of a file, which is made [#ready] first.
  void write(int file, long begin, List<ByteBuffer> from) throws DiskException {
    pool.use(
        new FilePool.Key(this, file),
        true,
        () -> openSized(file),
        open -> {
          open.write(from, begin);
          return open;
        });
  }

  /// Opens a file for writing if it is not open: it is made, and given its right size. So is one
  /// that another program has cut since: what is written to its end would else hide that.
  void ready(int file) throws DiskException {
    if (!isWhole(file)) {
      reopen(file);
      isWhole(file);
    }
  }

  private boolean isWhole(int file) throws DiskException {
    return pool.use(
        new FilePool.Key(this, file),
        true,
        () -> openSized(file),
        open -> open.size() >= layout.length(file));
  }

  /// Makes the file, with its right size, and takes the space for it as far as the system can.
  void reserve(int file) throws DiskException {
    pool.use(
        new FilePool.Key(this, file),
        true,
        () -> {
          try (DiskFile bare = disk.open(root, name(file), Access.WRITE)) {
            bare.reserve(layout.length(file));
          }
          return openSized(file);
        },
        open -> open);
  }

  /// Makes an empty file if nothing is there.
  void makeEmpty(int file) throws DiskException {
    if (disk.status(root, name(file), false) == null) {
      pool.relieved(() -> disk.open(root, name(file), Access.WRITE)).close();
    }
  }

  /// Whether they are only read.
  boolean readOnly() {
    return readOnly;
  }

  /// Returns when all that was written to this file, by whomever, is durable.
  void force(int file) throws DiskException {
    pool.use(
        new FilePool.Key(this, file),
        !readOnly,
        () -> {
          if (status(file) == null) {
            throw missing(file);
          }
          return readOnly
              ? disk.open(root, name(file), Access.READ_THROUGH_LINKS)
              : openSized(file);
        },
        open -> {
          open.force();
          return open;
        });
  }

  /// That this file, which had data, is gone or shorter.
  DiskException missing(int file) {
    return new DiskException(DiskProblem.MISSING, path(file) + " is gone or shorter than it was");
  }

  /// Where this file is.
  Path path(int file) {
    return root.resolve(name(file));
  }

  /// Makes sure that there is room for so many bytes more.
  void checkRoom(long bytes) throws DiskException {
    long usable = disk.usableSpace(root);
    if (usable < bytes) {
      throw new DiskException(
          DiskProblem.FULL,
          "%s has room for %,d bytes more, and %,d are needed".formatted(root, usable, bytes));
    }
  }

  /// Opens this file anew when it is used next: another has taken its place.
  void reopen(int file) {
    pool.close(new FilePool.Key(this, file));
  }

  /// Closes all files.
  void close() {
    pool.closeAll(this);
  }

  /// Deletes all files, and the folders that are empty then, up to the torrent's own; all that can
  /// be deleted.
  ///
  /// @throws DiskException the first reason for which something was left
  void delete() throws DiskException {
    DiskException first = null;
    Set<Path> folders = new LinkedHashSet<>();
    for (Path name : names) {
      if (name != null) {
        first = deleted(name, FileStatus.Kind.FILE, first);
        for (Path up = name.getParent(); up != null && folders.add(up); ) {
          up = up.getParent();
        }
      }
    }
    List<Path> deepestFirst = new ArrayList<>(folders);
    deepestFirst.sort((a, b) -> Integer.compare(b.getNameCount(), a.getNameCount()));
    for (Path folder : deepestFirst) {
      first = deleted(folder, FileStatus.Kind.FOLDER, first);
    }
    if (first != null) {
      throw first;
    }
  }

  /// Deletes what has this name if it is of that kind; why not, unless something was left `before`.
  private @Nullable DiskException deleted(
      Path name, FileStatus.Kind kind, @Nullable DiskException before) {
    try {
      FileStatus status = disk.status(root, name, false);
      if (status != null && status.kind() == kind) {
        pool.relieved(() -> {
          disk.delete(root, name);
          return name;
        });
      }
    } catch (DiskException e) {
      return before == null ? e : before;
    }
    return before;
  }

  private DiskFile openSized(int file) throws DiskException {
    growing.lock();
    try {
      FileStatus before = status(file);
      DiskFile open = disk.open(root, name(file), Access.WRITE);
      try {
        if (open.size() != layout.length(file)) {
          open.resize(layout.length(file));
        }
        FileStatus status = status(file);
        if (status == null) {
          throw missing(file);
        }
        watch.opened(file, before, status);
        return open;
      } catch (DiskException | RuntimeException e) {
        open.close();
        throw e;
      }
    } finally {
      growing.unlock();
    }
  }

  private boolean isFolder(@Nullable Path folder, Map<Path, Boolean> known) throws DiskException {
    if (folder == null) {
      return true;
    }
    Boolean answer = known.get(folder);
    if (answer == null) {
      answer = isFolder(folder.getParent(), known) && isPlainFolder(folder);
      known.put(folder, answer);
    }
    return answer;
  }

  private boolean isPlainFolder(Path folder) throws DiskException {
    FileStatus status = disk.status(root, folder, false);
    return status != null && status.kind() == FileStatus.Kind.FOLDER;
  }

  private Path name(int file) {
    Path name = names.get(file);
    if (name == null) {
      throw new IllegalArgumentException("file " + file + " is not stored");
    }
    return name;
  }
}
