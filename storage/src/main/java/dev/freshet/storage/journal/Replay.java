package dev.freshet.storage.journal;

import dev.freshet.protocol.Bitfield;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.DiskFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a journal says, read from its beginning, whatever has become of it.
///
/// A torn end is left out: what it would have said was not yet true for anybody. A broken record
/// costs only what it may have said. Each record counts how many times pieces were taken back, so
/// it shows whether a broken one took some back: then nothing before it is believed. And as it may
/// have said that bytes were written, pieces said to be absent may be there.
final class Replay {
  private static final int CHUNK = 1024 * Slot.SIZE;

  private final Bitfield have;
  private final Bitfield unknown;
  private final @Nullable FileMark[] marks;
  private boolean clean;
  private int downgrades;
  private long epoch;

  private Replay(JournalKey key) {
    this.have = new Bitfield(key.pieces());
    this.unknown = new Bitfield(key.pieces());
    this.marks = new @Nullable FileMark[key.files()];
  }

  /// Reads a journal; null if this is none, or not of that torrent in that folder.
  static @Nullable Replay of(JournalKey key, DiskFile file) throws DiskException {
    Replay replay = new Replay(key);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long index = 0;
    for (boolean more = true; more; ) {
      chunk.clear();
      more = file.read(chunk, index * Slot.SIZE) == CHUNK;
      chunk.flip();
      int begin = 0;
      if (index == 0) {
        replay.epoch = key.readHeader(chunk);
        if (replay.epoch < 0) {
          return null;
        }
        begin = Slot.SIZE;
      }
      for (; begin + Slot.SIZE <= chunk.limit(); begin += Slot.SIZE) {
        replay.take(chunk, begin, index + begin / Slot.SIZE);
      }
      index += CHUNK / Slot.SIZE;
    }
    return replay;
  }

  Bitfield have() {
    return have;
  }

  Bitfield unknown() {
    return unknown;
  }

  @Nullable FileMark[] marks() {
    return marks;
  }

  boolean isClean() {
    return clean;
  }

  long epoch() {
    return epoch;
  }

  private void take(ByteBuffer in, int begin, long index) {
    clean = false;
    if (!Slot.isWhole(in, begin, epoch, index)) {
      if (!isZero(in, begin)) {
        distrustAbsence();
      }
      return;
    }
    Slot slot = Slot.read(in, begin);
    int count = Slot.downgrades(in, begin);
    if (slot == null) {
      distrustAbsence();
    }
    boolean takesBack = slot instanceof Slot.Pieces pieces && pieces.state() != PieceState.HAVE;
    if (count != downgrades && !(takesBack && count == downgrades + 1)) {
      distrustAll();
    }
    downgrades = count;
    if (slot != null) {
      apply(slot);
    }
  }

  private void apply(Slot slot) {
    switch (slot) {
      case Slot.Pieces(PieceState state, int window, byte[] bits) -> {
        long from = (long) window * Slot.WINDOW;
        for (int i = 0; i < Slot.WINDOW; i++) {
          if ((bits[i >>> 3] & 1 << (i & 7)) != 0 && from + i >= 0 && from + i < have.size()) {
            put((int) from + i, state);
          }
        }
      }
      case Slot.File(int file, FileMark mark) -> {
        if (file >= 0 && file < marks.length) {
          marks[file] = mark;
        }
      }
      case Slot.Clean() -> clean = true;
    }
  }

  private void put(int piece, PieceState state) {
    have.clear(piece);
    unknown.clear(piece);
    switch (state) {
      case HAVE -> have.set(piece);
      case UNKNOWN -> unknown.set(piece);
      case ABSENT -> {
        // in neither
      }
    }
  }

  private void distrustAbsence() {
    for (int piece = 0; piece < have.size(); piece++) {
      if (!have.get(piece)) {
        unknown.set(piece);
      }
    }
  }

  private void distrustAll() {
    have.clearAll();
    unknown.setAll();
  }

  private static boolean isZero(ByteBuffer in, int begin) {
    byte[] bytes = new byte[Slot.SIZE];
    in.get(begin, bytes);
    return Arrays.equals(bytes, new byte[Slot.SIZE]);
  }
}
