package dev.freshet.storage.journal;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.protocol.Bitfield;
import dev.freshet.storage.disk.Access;
import dev.freshet.storage.disk.Disk;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.disk.DiskFile;
import dev.freshet.storage.disk.DiskLock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The journal of one torrent in one folder. Not thread-safe, but for [#force].
///
/// Theory of operation. The file is a header and records of 64 bytes, appended. A piece is `HAVE`
/// only by a record that was appended after the data files were forced, so a journal that is too
/// old is merely modest. The one dangerous step is back: a piece that is `HAVE` and whose bytes are
/// about to change. That record is written twice, forced before anything changes, and counted in
/// all later records, so that its loss shows. A piece is noted `UNKNOWN` before its first byte is
/// written, unforced: after a crash of the process it will be verified, after a crash of the
/// machine it may be fetched again. When the file has grown to several times what its content
/// needs, and at each start, it is written anew beside the old one and put in its place. It is open
/// while there is something to note: an engine may have more torrents than a process has files.
public final class Journal implements AutoCloseable {
  private static final long MIN_COMPACTION_BYTES = 1 << 20;
  private static final int COMPACTION_FACTOR = 4;

  private final Disk disk;
  private final Path folder;
  private final JournalKey key;
  private final DiskLock lock;
  private final boolean known;
  private final boolean clean;
  private final @Nullable FileMark[] marks;
  private Bitfield have;
  private Bitfield unknown;
  private @Nullable DiskFile file;
  private long epoch;
  private long end;
  private long compactAt;
  private int downgrades;

  /// Which file is in place is not known, since to replace it failed.
  private boolean adrift;

  private Journal(Disk disk, Path folder, JournalKey key, DiskLock lock, @Nullable Replay replay) {
    this.disk = disk;
    this.folder = folder;
    this.key = key;
    this.lock = lock;
    this.known = replay != null;
    this.clean = replay != null && replay.isClean();
    this.marks = replay != null ? replay.marks() : new @Nullable FileMark[key.files()];
    this.have = replay != null ? replay.have() : new Bitfield(key.pieces());
    this.unknown = replay != null ? replay.unknown() : new Bitfield(key.pieces());
    this.epoch = replay != null ? replay.epoch() : 0;
  }

  /// Takes the lock of this torrent in this folder and reads the journal, if there is one.
  /// [#rewrite] has to come before anything is recorded.
  ///
  /// @param folder where journals are kept
  /// @throws DiskException with `IN_USE` if another process has the lock
  public static Journal open(Disk disk, Path folder, JournalKey key) throws DiskException {
    DiskLock lock = disk.lock(folder, Path.of(key.name()));
    try {
      return new Journal(disk, folder, key, lock, replay(disk, folder, key));
    } catch (DiskException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static @Nullable Replay replay(Disk disk, Path folder, JournalKey key)
      throws DiskException {
    try (DiskFile old = disk.open(folder, name(key), Access.READ)) {
      return Replay.of(key, old);
    } catch (DiskException e) {
      if (e.problem() == DiskProblem.MISSING) {
        return null;
      }
      throw e;
    }
  }

  /// Whether there was a journal to read.
  public boolean isKnown() {
    return known;
  }

  /// Whether the journal that was read ends with a clean shutdown.
  public boolean wasClean() {
    return clean;
  }

  /// The pieces that are vouched for. Not to be changed.
  public Bitfield have() {
    return have;
  }

  /// The pieces that may have bytes. Not to be changed.
  public Bitfield unknown() {
    return unknown;
  }

  /// How that file looked; null if that was never told.
  public @Nullable FileMark mark(int fileIndex) {
    return marks[fileIndex];
  }

  /// Begins anew with exactly this known, durably.
  public void rewrite(Bitfield newHave, Bitfield newUnknown, @Nullable FileMark[] newMarks)
      throws DiskException {
    write(epoch + 1, snapshot(newHave, newUnknown, newMarks));
    have = newHave.copy();
    unknown = newUnknown.copy();
    System.arraycopy(newMarks, 0, marks, 0, marks.length);
  }

  /// Notes that bytes of this piece are about to be written. If it was vouched for, that is taken
  /// back durably first.
  public void touch(int piece) throws DiskException {
    if (have.get(piece)) {
      takeBack(piece, PieceState.UNKNOWN);
    } else if (!unknown.get(piece)) {
      append(List.of(Slot.Pieces.of(PieceState.UNKNOWN, piece)));
      unknown.set(piece);
    }
  }

  /// Notes durably that this piece, which was vouched for, is not there after all.
  public void lose(int piece) throws DiskException {
    takeBack(piece, PieceState.ABSENT);
  }

  /// Notes how a file looks.
  public void mark(int fileIndex, FileMark mark) throws DiskException {
    if (!mark.equals(marks[fileIndex])) {
      append(List.of(new Slot.File(fileIndex, mark)));
      marks[fileIndex] = mark;
    }
  }

  /// Notes that a file looks otherwise than the journal speaks of, so that nothing it says of these
  /// pieces, those with bytes of the file, holds any more.
  ///
  /// @param now how the file looks; null if it is not there
  public void withdraw(int fileIndex, @Nullable FileMark now, int firstPiece, int lastPiece)
      throws DiskException {
    Bitfield newHave = have.copy();
    Bitfield newUnknown = unknown.copy();
    for (int piece = firstPiece; piece <= lastPiece; piece++) {
      if (newHave.clear(piece)) {
        newUnknown.set(piece);
      }
    }
    if (newHave.equals(have)) {
      if (now != null) {
        mark(fileIndex, now);
        return;
      }
      if (mark(fileIndex) == null) {
        return;
      }
    }
    @Nullable FileMark[] all = marks.clone();
    all[fileIndex] = now;
    rewrite(newHave, newUnknown, all);
  }

  /// Notes pieces whose bytes are verified and durable, and pieces that were found to be bad and
  /// are not vouched for. Durable once [#force] returns.
  public void record(Bitfield verified, Bitfield bad) throws DiskException {
    List<Slot> slots = new ArrayList<>(pieces(PieceState.HAVE, verified));
    slots.addAll(pieces(PieceState.ABSENT, bad));
    append(slots);
    for (int p = verified.nextSet(0); p >= 0; p = verified.nextSet(p + 1)) {
      have.set(p);
      unknown.clear(p);
    }
    for (int p = bad.nextSet(0); p >= 0; p = bad.nextSet(p + 1)) {
      unknown.clear(p);
    }
    if (end > compactAt) {
      write(epoch + 1, snapshot(have, unknown, marks));
    }
  }

  /// Notes that all files are closed and look as marked, durably.
  public void shutDown() throws DiskException {
    append(List.of(new Slot.Clean()));
    force();
  }

  /// Returns when all that was noted is durable. May be called beside other calls, but for [#rest].
  public void force() throws DiskException {
    DiskFile open = file;
    if (open != null) {
      open.force();
    }
  }

  /// Closes the file until there is something to note again. What was not forced yet is forced with
  /// what comes next.
  public void rest() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  /// Deletes the journal.
  public void delete() throws DiskException {
    disk.delete(folder, name(key));
  }

  @Override
  public void close() {
    rest();
    lock.close();
  }

  private void takeBack(int piece, PieceState state) throws DiskException {
    anchor();
    Slot slot = Slot.Pieces.of(state, piece);
    downgrades++;
    try {
      append(List.of(slot, slot));
    } catch (DiskException e) {
      downgrades--;
      throw e;
    }
    force();
    have.clear(piece);
    if (state == PieceState.UNKNOWN) {
      unknown.set(piece);
    }
  }

  /// Puts a file in place of whichever is there.
  private void anchor() throws DiskException {
    if (adrift) {
      write(epoch + 1, snapshot(have, unknown, marks));
    }
  }

  private void append(List<Slot> slots) throws DiskException {
    anchor();
    ByteBuffer out = ByteBuffer.allocate(slots.size() * Slot.SIZE);
    long index = end / Slot.SIZE;
    for (Slot slot : slots) {
      Slot.write(slot, downgrades, epoch, index++, out);
    }
    int size = out.flip().remaining();
    open().write(out, end);
    end += size;
  }

  private void write(long newEpoch, List<Slot> slots) throws DiskException {
    Path draft = Path.of(key.name() + ".new");
    ByteBuffer out = ByteBuffer.allocate((slots.size() + 1) * Slot.SIZE);
    key.writeHeader(newEpoch, out);
    for (int i = 0; i < slots.size(); i++) {
      Slot.write(slots.get(i), 0, newEpoch, i + 1L, out);
    }
    try (DiskFile fresh = disk.open(folder, draft, Access.WRITE)) {
      fresh.resize(0);
      fresh.write(out.flip(), 0);
      fresh.force();
      adrift = true;
      rest();
      epoch = newEpoch;
      disk.replace(folder, draft, name(key));
    }
    adrift = false;
    end = out.limit();
    compactAt = MIN_COMPACTION_BYTES + COMPACTION_FACTOR * end;
    downgrades = 0;
  }

  private static List<Slot> snapshot(Bitfield have, Bitfield unknown, @Nullable FileMark[] marks) {
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < marks.length; i++) {
      FileMark mark = marks[i];
      if (mark != null) {
        slots.add(new Slot.File(i, mark));
      }
    }
    slots.addAll(pieces(PieceState.UNKNOWN, unknown));
    slots.addAll(pieces(PieceState.HAVE, have));
    return slots;
  }

  private static List<Slot> pieces(PieceState state, Bitfield pieces) {
    List<Slot> slots = new ArrayList<>();
    for (int piece = pieces.nextSet(0); piece >= 0; ) {
      int window = piece / Slot.WINDOW;
      Slot slot = Slot.Pieces.of(state, window, pieces);
      if (slot != null) {
        slots.add(slot);
      }
      piece = pieces.nextSet((window + 1) * Slot.WINDOW);
    }
    return slots;
  }

  private DiskFile open() throws DiskException {
    DiskFile open = file;
    if (open == null) {
      if (end == 0) {
        throw new IllegalStateException("journal " + key.name() + " was not begun");
      }
      open = disk.open(folder, name(key), Access.WRITE);
      file = open;
    }
    return open;
  }

  private static Path name(JournalKey key) {
    return Path.of(key.name() + ".journal");
  }

  @Override
  public String toString() {
    return key.name() + " epoch " + epoch + ", " + end + " bytes";
  }
}
