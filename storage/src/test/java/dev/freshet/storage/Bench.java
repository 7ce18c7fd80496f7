package dev.freshet.storage;

import dev.freshet.core.api.FileSelection;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.storage.disk.Disk;
import dev.freshet.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/// A storage in a temporary folder and the torrent that it is tried with, as torrent 7.
final class Bench implements AutoCloseable {
  static final int TORRENT = 7;

  final Sample sample;
  final Path folder;
  final Path state;
  final Storage storage;

  /// The pieces that storage has said are lost.
  final Bitfield lost;

  Bench(Sample sample, Path folder) {
    this(sample, folder, new RealDisk());
  }

  Bench(Sample sample, Path folder, Disk disk) {
    this.sample = sample;
    this.folder = folder.resolve("target");
    this.state = folder.resolve("state");
    this.storage = new Storage(disk, state);
    this.lost = new Bitfield(sample.geometry().pieceCount());
  }

  /// The one answer; what is lost beside it is kept apart.
  DiskInput one(DiskEffect effect) {
    List<DiskInput> all = new ArrayList<>(storage.perform(effect));
    for (DiskInput input : all) {
      if (input instanceof DiskInput.Lost loss) {
        lost.or(loss.pieces());
      }
    }
    all.removeIf(DiskInput.Lost.class::isInstance);
    if (all.size() != 1) {
      throw new AssertionError(all);
    }
    return all.getFirst();
  }

  /// Opens the torrent, all of it.
  DiskEffect.Open opening() {
    return opening(false, FileSelection.ALL);
  }

  DiskEffect.Open opening(boolean allocate, FileSelection files) {
    return opening(allocate, false, files);
  }

  private DiskEffect.Open opening(boolean allocate, boolean readOnly, FileSelection files) {
    return new DiskEffect.Open(
        TORRENT, sample.info(), folder.toString(), allocate, readOnly, files);
  }

  DiskInput tryOpen(boolean readOnly) {
    return one(opening(false, readOnly, FileSelection.ALL));
  }

  DiskInput.Opened open() {
    return opened(tryOpen(false));
  }

  DiskInput.Opened openReadOnly() {
    return opened(tryOpen(true));
  }

  static DiskInput.Opened opened(DiskInput answer) {
    if (answer instanceof DiskInput.Opened opened) {
      return opened;
    }
    throw new AssertionError(answer);
  }

  /// Writes the right bytes.
  DiskInput write(int piece, int begin, int length) {
    return write(piece, begin, sample.bytes(piece, begin, length));
  }

  DiskInput write(int piece, int begin, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return one(new DiskEffect.Write(TORRENT, piece, begin, buffer, Lease.unpooled(buffer)));
  }

  /// Writes all blocks of a piece in order.
  void writePiece(int piece) {
    Geometry geometry = sample.geometry();
    for (int block = 0; block < geometry.blockCount(piece); block++) {
      DiskInput answer = write(piece, geometry.blockBegin(block), geometry.blockSize(piece, block));
      if (!(answer instanceof DiskInput.Written)) {
        throw new AssertionError(answer);
      }
    }
  }

  DiskInput verify(int piece) {
    return one(new DiskEffect.Verify(TORRENT, piece, sample.hash(piece), false));
  }

  boolean verifies(int piece) {
    if (verify(piece) instanceof DiskInput.Verified verified) {
      return verified.ok();
    }
    throw new AssertionError(piece);
  }

  /// Writes and verifies all pieces from `from` until before `end`.
  void fetch(int from, int end) {
    for (int piece = from; piece < end; piece++) {
      writePiece(piece);
      if (!verifies(piece)) {
        throw new AssertionError("piece " + piece);
      }
    }
  }

  DiskInput commit() {
    return one(new DiskEffect.Commit(TORRENT));
  }

  byte[] read(int piece, int begin, int length) {
    DiskInput answer = one(new DiskEffect.Read(TORRENT, 1, piece, begin, length));
    if (answer instanceof DiskInput.BytesRead read) {
      byte[] bytes = new byte[read.bytes().buffer().remaining()];
      read.bytes().buffer().get(bytes);
      read.bytes().release();
      return bytes;
    }
    throw new AssertionError(answer);
  }

  List<DiskInput> closeTorrent(boolean deleteData) {
    return storage.perform(new DiskEffect.Close(TORRENT, deleteData));
  }

  /// Changes a byte of the first file as another program does, which leaves this time behind.
  void damage(FileTime time) throws IOException {
    byte[] changed = sample.file(0);
    changed[3] ^= 1;
    Files.write(file(0), changed);
    Files.setLastModifiedTime(file(0), time);
  }

  /// Puts the content below the folder, as if somebody had copied it there.
  void copyContent() {
    for (int i = 0; i < sample.info().files().size(); i++) {
      if (!sample.info().files().get(i).padding()) {
        copyFile(i, sample.file(i));
      }
    }
  }

  void copyFile(int index, byte[] bytes) {
    try {
      Files.createDirectories(file(index).getParent());
      Files.write(file(index), bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Where that file of the torrent is stored.
  Path file(int index) {
    FileEntry file = sample.info().files().get(index);
    Path path = folder.resolve(sample.info().name());
    for (String element : file.path()) {
      path = path.resolve(element);
    }
    return path;
  }

  /// The journal's file.
  Path journal() {
    try (var all = Files.list(state)) {
      return all.filter(path -> path.toString().endsWith(".journal")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    storage.close();
  }
}
