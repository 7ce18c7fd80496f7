package dev.freshet.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// A file of the system, read and written by position.
final class RealFile implements DiskFile {
  private final FileChannel channel;
  private final Path root;
  private final Path name;
  private final Path path;

  /// Held over the channel's own position, which only gathering writes need. The systems that we
  /// know let one writer into a file at a time anyway.
  private final ReentrantLock gathering = new ReentrantLock();

  RealFile(FileChannel channel, Path root, Path name) {
    this.channel = channel;
    this.root = root;
    this.name = name;
    this.path = root.resolve(name);
  }

  @Override
  public int read(ByteBuffer into, long position) throws DiskException {
    int begin = into.position();
    try {
      while (into.hasRemaining()) {
        if (channel.read(into, position + into.position() - begin) < 0) {
          break;
        }
      }
    } catch (IOException e) {
      throw Causes.of("read", path, e);
    }
    return into.position() - begin;
  }

  @Override
  public void write(ByteBuffer from, long position) throws DiskException {
    int begin = from.position();
    try {
      while (from.hasRemaining()) {
        channel.write(from, position + from.position() - begin);
      }
    } catch (IOException e) {
      throw Causes.of("write", path, e);
    }
  }

  @Override
  public void write(List<ByteBuffer> from, long position) throws DiskException {
    if (from.size() == 1) {
      write(from.getFirst(), position);
      return;
    }
    ByteBuffer[] all = from.toArray(ByteBuffer[]::new);
    ByteBuffer last = all[all.length - 1];
    gathering.lock();
    try {
      channel.position(position);
      while (last.hasRemaining()) {
        channel.write(all);
      }
    } catch (IOException e) {
      throw Causes.of("write", path, e);
    } finally {
      gathering.unlock();
    }
  }

  @Override
  public long size() throws DiskException {
    try {
      return channel.size();
    } catch (IOException e) {
      throw Causes.of("read", path, e);
    }
  }

  @Override
  public void resize(long size) throws DiskException {
    try {
      long old = channel.size();
      if (size < old) {
        channel.truncate(size);
      } else if (size > old) {
        channel.write(ByteBuffer.allocate(1), size - 1);
      }
    } catch (IOException e) {
      throw Causes.of("write", path, e);
    }
  }

  @Override
  public void reserve(long size) throws DiskException {
    long old = size();
    try {
      if (Reservation.take(root, name, size)) {
        return;
      }
    } catch (DiskException e) {
      if (size() > old) {
        resize(old);
      }
      throw e;
    }
    if (old < size) {
      resize(size);
    }
  }

  @Override
  public void force() throws DiskException {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw Causes.of("write", path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException nothingPromised) {
      // what had to be safe was forced before
    }
  }
}
