package dev.freshet.storage.disk;

import java.nio.ByteBuffer;
import java.util.List;

/// An open file. Thread-safe: every call names its position.
public interface DiskFile extends AutoCloseable {
  /// Reads at `position` until `into` is full or the file ends; tells how many bytes came.
  int read(ByteBuffer into, long position) throws DiskException;

  /// Writes all that remains in `from` at `position`.
  void write(ByteBuffer from, long position) throws DiskException;

  /// Writes all that remains in each of `from`, one after the other, at `position`.
  void write(List<ByteBuffer> from, long position) throws DiskException;

  /// Bytes in the file.
  long size() throws DiskException;

  /// Makes the file exactly this long: cut, or grown with zeros that take no space.
  void resize(long size) throws DiskException;

  /// Makes the file at least this long and takes the space for all of it now, where the system can
  /// do that; elsewhere it is only made longer. Failing leaves its size as it was.
  ///
  /// @throws DiskException with `FULL` if there is too little space
  void reserve(long size) throws DiskException;

  /// Returns when all that was written to the file, through whichever open file, is durable.
  void force() throws DiskException;

  /// Closes it. What was forced before is safe whatever becomes of this, so it does not fail.
  @Override
  void close();
}
