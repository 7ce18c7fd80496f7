package dev.freshet.storage.disk;

import dev.freshet.core.api.DiskProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names in one folder that this process has locked, with one descriptor for all: each name is
/// a byte of the file `locks`, at a place far beyond its end. Thread-safe.
final class FolderLocks {
  private static final Path NAME = Path.of("locks");
  private static final int PLACE_BITS = 62;

  /// By folder. Static, for the system drops a process's locks on a file as soon as any channel of
  /// the process on that file is closed, whichever disk object opened it.
  private static final Map<Path, FolderLocks> HELD = new HashMap<>();

  private final Path root;
  private final FileChannel channel;
  private int held;

  private FolderLocks(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /// Locks a name.
  ///
  /// @throws DiskException with `IN_USE` if it is locked already, here or by another process
  static DiskLock lock(Path root, Path name) throws DiskException {
    synchronized (HELD) {
      FolderLocks locks = HELD.get(root);
      if (locks == null) {
        locks = new FolderLocks(root, file(root));
      }
      try {
        FileLock lock = locks.take(place(name));
        if (lock == null) {
          throw inUse(root.resolve(name));
        }
        locks.held++;
        HELD.put(root, locks);
        FolderLocks of = locks;
        return () -> of.release(lock);
      } catch (IOException e) {
        throw Causes.of("lock", root.resolve(NAME), e);
      } finally {
        locks.closeIfUnused();
      }
    }
  }

  private static FileChannel file(Path root) throws DiskException {
    try {
      return Descent.open(root, NAME, Descent.WRITE);
    } catch (IOException e) {
      throw Causes.of("open", root.resolve(NAME), e);
    }
  }

  private @Nullable FileLock take(long place) throws IOException {
    try {
      return channel.tryLock(place, 1, false);
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  private void release(FileLock lock) {
    synchronized (HELD) {
      if (!lock.isValid()) {
        return;
      }
      try {
        lock.release();
      } catch (IOException e) {
        // the system drops it with the descriptor
      }
      held--;
      closeIfUnused();
    }
  }

  private void closeIfUnused() {
    if (held > 0) {
      return;
    }
    HELD.remove(root, this);
    try {
      channel.close();
    } catch (IOException closedAnyway) {
      // nothing was written
    }
  }

  private static long place(Path name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(name.toString().getBytes(StandardCharsets.UTF_8));
      long place = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        place = (place << 8) | (hash[i] & 0xff);
      }
      return place >>> (Long.SIZE - PLACE_BITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static DiskException inUse(Path path) {
    return new DiskException(
        DiskProblem.IN_USE, "another process has this torrent open here (" + path + ")");
  }
}
