package dev.freshet.storage;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.storage.disk.Access;
import dev.freshet.storage.disk.Disk;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.DiskFile;
import dev.freshet.storage.disk.DiskLock;
import dev.freshet.storage.disk.FileStatus;
import dev.freshet.storage.disk.RealDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The real disk, which fails where it is told to and notes writes and forces in order.
final class FaultyDisk implements Disk {
  private final RealDisk real = new RealDisk();

  /// What fails: the log line of the call.
  volatile Predicate<String> fails = line -> false;

  /// Whether a file has another number each time that it is looked at.
  volatile boolean wavering;

  /// Whether a file that was replaced could not be made safe.
  volatile boolean replacingFails;

  private long number;

  /// Where what is written to a position in pieces goes; a journal is written where it should be.
  volatile LongUnaryOperator leads = position -> position;

  /// Most files open at once.
  volatile int mostOpen = Integer.MAX_VALUE;

  /// Files open now.
  final AtomicInteger open = new AtomicInteger();

  /// "write NAME" and "force NAME", in order.
  final List<String> log = new ArrayList<>();

  private void call(String verb, Path name) throws DiskException {
    String line = verb + " " + name.getFileName();
    synchronized (log) {
      log.add(line);
    }
    if (fails.test(line)) {
      throw new DiskException(DiskProblem.FULL, "no room to " + line);
    }
  }

  @Override
  public Path folder(Path path, boolean create) throws DiskException {
    return real.folder(path, create);
  }

  @Override
  public DiskFile open(Path root, Path name, Access access) throws DiskException {
    if (open.get() >= mostOpen) {
      throw DiskException.tooManyOpen("too many open files");
    }
    DiskFile file = real.open(root, name, access);
    open.incrementAndGet();
    return new DiskFile() {
      @Override
      public int read(ByteBuffer into, long position) throws DiskException {
        return file.read(into, position);
      }

      @Override
      public void write(ByteBuffer from, long position) throws DiskException {
        call("write", name);
        file.write(from, position);
      }

      @Override
      public void write(List<ByteBuffer> from, long position) throws DiskException {
        call("write", name);
        file.write(from, leads.applyAsLong(position));
      }

      @Override
      public long size() throws DiskException {
        return file.size();
      }

      @Override
      public void resize(long size) throws DiskException {
        file.resize(size);
      }

      @Override
      public void reserve(long size) throws DiskException {
        call("reserve", name);
        file.reserve(size);
      }

      @Override
      public void force() throws DiskException {
        call("force", name);
        file.force();
      }

      @Override
      public void close() {
        open.decrementAndGet();
        file.close();
      }
    };
  }

  @Override
  public @Nullable FileStatus status(Path root, Path name, boolean followLinks)
      throws DiskException {
    FileStatus status = real.status(root, name, followLinks);
    return status == null || !wavering
        ? status
        : new FileStatus(status.kind(), status.size(), status.modifiedNanos(), ++number);
  }

  @Override
  public void replace(Path root, Path from, Path to) throws DiskException {
    real.replace(root, from, to);
    if (replacingFails) {
      throw new DiskException(DiskProblem.FAILED, "replaced, and nobody knows whether for good");
    }
  }

  @Override
  public void delete(Path root, Path name) throws DiskException {
    real.delete(root, name);
  }

  @Override
  public long usableSpace(Path root) throws DiskException {
    return real.usableSpace(root);
  }

  @Override
  public DiskLock lock(Path root, Path name) throws DiskException {
    return real.lock(root, name);
  }
}
