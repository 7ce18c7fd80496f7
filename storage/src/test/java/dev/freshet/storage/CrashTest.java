package dev.freshet.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.storage.disk.DiskException;
import dev.freshet.storage.journal.FileMark;
import dev.freshet.storage.journal.Journal;
import dev.freshet.storage.journal.JournalKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// After whatever happens, what is said to be had is on disk, and what was recorded is had.
final class CrashTest {
  private static final int PIECE = 16 << 10;

  @TempDir private Path temp;

  private final Sample sample =
      Sample.of(TorrentVersion.V1, PIECE, 9, 50_000, 10, 100_000, 16_384, 5_000, 30_000);
  private final int pieces = sample.geometry().pieceCount();

  /// What is had holds the right bytes.
  private void assertTrue(Bench bench, Bitfield have) {
    for (int p = have.nextSet(0); p >= 0; p = have.nextSet(p + 1)) {
      int size = sample.geometry().pieceSize(p);
      assertThat(bench.read(p, 0, size)).as("piece " + p).isEqualTo(sample.bytes(p, 0, size));
    }
  }

  /// The disk has put a block where another belongs and said nothing. What we hashed is what we
  /// wrote, so both pieces count as here: who checks finds them, and no others.
  @Test
  void whatTheDiskHasPutInAWrongPlaceIsFoundByACheck() {
    FaultyDisk disk = new FaultyDisk();
    try (Bench bench = new Bench(sample, temp, disk)) {
      bench.open();
      bench.fetch(0, 2);
      disk.leads = position -> position - Geometry.BLOCK;
      bench.writePiece(2);
      disk.leads = position -> position;
      assertThat(bench.verifies(2)).isTrue();
      bench.fetch(3, pieces);
      bench.one(new DiskEffect.Forget(Bench.TORRENT));
      for (int piece = 0; piece < pieces; piece++) {
        boolean touched = piece == 1 || piece == 2;
        assertThat(bench.verifies(piece)).as("piece " + piece).isEqualTo(!touched);
      }
      bench.fetch(1, 3);
    }
  }

  @Test
  void afterACrashWhatWasCommittedIsHadAndWhatWasOnlyWrittenIsUnknown() {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, 4);
      assertThat(bench.commit()).isEqualTo(new DiskInput.Committed(Bench.TORRENT));
      bench.fetch(4, 6);
      bench.write(7, 0, 100);
    }
    try (Bench bench = new Bench(sample, temp)) {
      DiskInput.Opened opened = bench.open();
      assertThat(opened.have().cardinality()).isEqualTo(4);
      assertThat(opened.have().nextClear(0)).isEqualTo(4);
      assertThat(opened.unknown().cardinality()).isEqualTo(3);
      assertThat(opened.unknown().get(7)).isTrue();
      assertTrue(bench, opened.have());
    }
  }

  @Test
  void aSecondCrashKnowsAsMuchAsTheFirst() {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, 4);
      bench.commit();
    }
    for (int i = 0; i < 3; i++) {
      try (Bench bench = new Bench(sample, temp)) {
        assertThat(bench.open().have().cardinality()).isEqualTo(4);
      }
    }
  }

  @Test
  void aReplacedFileIsNotTrustedAfterACrash() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, pieces);
      bench.commit();
      Path other = Files.write(temp.resolve("other"), new byte[50_000]);
      Files.move(other, bench.file(0), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    try (Bench bench = new Bench(sample, temp)) {
      DiskInput.Opened opened = bench.open();
      assertTrue(bench, opened.have());
      assertThat(opened.have().get(0)).isFalse();
      assertThat(opened.have().isEmpty()).isFalse();
      assertThat(opened.unknown().get(0)).isTrue();
    }
  }

  @Test
  void aFileThatChangedWhileNobodyWasRunningIsNotTrusted() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, pieces);
      bench.closeTorrent(false);
      byte[] changed = sample.file(0);
      changed[3] ^= 1;
      bench.copyFile(0, changed);
      Files.setLastModifiedTime(bench.file(0), FileTime.fromMillis(1_000_000));
    }
    try (Bench bench = new Bench(sample, temp)) {
      DiskInput.Opened opened = bench.open();
      assertTrue(bench, opened.have());
      assertThat(opened.unknown().get(0)).isTrue();
    }
  }

  @Test
  void afterACrashAFinishedFileThatWasChangedInPlaceIsNotTrustedEither() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, pieces);
      bench.commit();
    }
    try (Bench bench = new Bench(sample, temp)) {
      FileTime then = Files.getLastModifiedTime(bench.file(0));
      try (FileChannel channel = FileChannel.open(bench.file(0), StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[100]), 3);
      }
      Files.setLastModifiedTime(bench.file(0), FileTime.fromMillis(then.toMillis() + 60_000));
      DiskInput.Opened opened = bench.open();
      assertTrue(bench, opened.have());
      assertThat(opened.unknown().get(0)).isTrue();
      assertThat(opened.have().get(pieces - 1)).as("of another file").isTrue();
    }
  }

  @Test
  void whatIsTakenBackAfterTheJournalWasReplacedInDoubtIsTakenBack() throws DiskException {
    FaultyDisk disk = new FaultyDisk();
    Path state = disk.folder(temp.resolve("state"), true);
    JournalKey key = JournalKey.of(sample.info(), state);
    Bitfield all = new Bitfield(pieces);
    all.setAll();
    FileMark[] marks = new FileMark[sample.info().files().size()];
    Arrays.fill(marks, new FileMark(1, 1, 1));
    try (Journal journal = Journal.open(disk, state, key)) {
      journal.rewrite(all, new Bitfield(pieces), marks);
      disk.replacingFails = true;
      assertThatThrownBy(() -> journal.withdraw(2, null, pieces - 2, pieces - 1))
          .isInstanceOf(DiskException.class);
      disk.replacingFails = false;
      journal.lose(0);
    }
    try (Journal journal = Journal.open(disk, state, key)) {
      assertThat(journal.have().get(0)).isFalse();
      assertThat(journal.have().get(1)).isTrue();
    }
  }

  @Test
  void aFileDeletedAndMadeAgainWhileWeRunLosesItsOldPieces() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, 2);
      bench.commit();
      bench.closeTorrent(false);
      bench.open();
      Files.move(bench.file(0), temp.resolve("moved"));
      bench.fetch(2, 3);
      bench.commit();
    }
    try (Bench bench = new Bench(sample, temp)) {
      DiskInput.Opened opened = bench.open();
      assertTrue(bench, opened.have());
      assertThat(opened.have().get(0)).isFalse();
      assertThat(opened.have().get(2)).isTrue();
    }
  }

  @Test
  void aFileDeletedUnderACommitFailsItAndIsNotRecorded() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, 2);
      Files.delete(bench.file(0));
      assertThat(bench.commit())
          .isInstanceOfSatisfying(
              DiskInput.Failed.class,
              failed -> assertThat(failed.problem()).isEqualTo(DiskProblem.MISSING));
    }
    try (Bench bench = new Bench(sample, temp)) {
      assertThat(bench.open().have().isEmpty()).isTrue();
    }
  }

  @Test
  void aPieceWrittenOverIsUnknownAfterACrash() {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, 2);
      bench.commit();
      bench.write(0, 0, new byte[100]);
    }
    try (Bench bench = new Bench(sample, temp)) {
      DiskInput.Opened opened = bench.open();
      assertThat(opened.have().get(0)).isFalse();
      assertThat(opened.unknown().get(0)).isTrue();
      assertThat(opened.have().get(1)).isTrue();
    }
  }

  @Test
  void aPieceThatTurnsOutBadIsNotHadAfterACrash() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, 2);
      bench.commit();
      try (FileChannel file = FileChannel.open(bench.file(0), StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(new byte[10]), 20);
      }
      assertThat(bench.verifies(0)).isFalse();
    }
    try (Bench bench = new Bench(sample, temp)) {
      assertThat(bench.open().have().get(0)).isFalse();
    }
  }

  @Test
  void whereverTheJournalIsTornStorageOpensAndClaimsOnlyWhatIsTrue() throws IOException {
    byte[] whole = someJournal(false);
    int most = 0;
    for (int length = 0; length <= whole.length; length++) {
      try (Bench bench = new Bench(sample, temp)) {
        Files.write(bench.journal(), Arrays.copyOf(whole, length));
        DiskInput.Opened opened = bench.open();
        assertTrue(bench, opened.have());
        most = Math.max(most, opened.have().cardinality());
      }
    }
    assertThat(most).isEqualTo(6);
  }

  @Test
  void whicheverBitOfTheJournalFlipsStorageOpensAndClaimsOnlyWhatIsTrue() throws IOException {
    byte[] whole = someJournal(true);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 600; i++) {
      byte[] flipped = whole.clone();
      int bit = random.nextInt(8 * whole.length);
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try (Bench bench = new Bench(sample, temp)) {
        Files.write(bench.journal(), flipped);
        DiskInput.Opened opened = bench.open();
        assertTrue(bench, opened.have());
        assertThat(opened.have().cardinality() + opened.unknown().cardinality())
            .as("bit " + bit)
            .isGreaterThanOrEqualTo(6);
      }
    }
  }

  /// Six pieces were recorded; then, if wanted, the first one was taken back and spoiled.
  private byte[] someJournal(boolean spoil) throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, 3);
      bench.commit();
      bench.fetch(3, 6);
      bench.commit();
      if (spoil) {
        bench.write(0, 0, new byte[100]);
      }
      return Files.readAllBytes(bench.journal());
    }
  }

  @Test
  void theDataIsForcedBeforeItIsRecordedAndTheRecordAfter() {
    FaultyDisk disk = new FaultyDisk();
    try (Bench bench = new Bench(sample, temp, disk)) {
      bench.open();
      bench.fetch(0, 1);
      disk.log.clear();
      bench.commit();
      String journal = bench.journal().getFileName().toString();
      assertThat(disk.log.stream().distinct())
          .containsExactly("force file000000.bin", "write " + journal, "force " + journal);
    }
  }

  @Test
  void whatAKilledProcessWroteIsForcedBeforeTheNextOneRecordsIt() {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, 1);
    }
    for (boolean readOnly : new boolean[] {false, true}) {
      FaultyDisk disk = new FaultyDisk();
      try (Bench bench = new Bench(sample, temp, disk)) {
        assertThat(Bench.opened(bench.tryOpen(readOnly)).unknown().get(0)).isTrue();
        disk.log.clear();
        assertThat(bench.verifies(0)).isTrue();
        disk.fails = line -> line.startsWith("write ");
        bench.commit();
        assertThat(disk.log).startsWith("force file000000.bin").hasSizeGreaterThan(1);
      }
    }
  }

  @Test
  void whatIsOnlyReadAndCannotBeForcedIsServedAndNotRecorded() {
    try (Bench bench = new Bench(sample, temp)) {
      bench.copyContent();
    }
    FaultyDisk disk = new FaultyDisk();
    try (Bench bench = new Bench(sample, temp, disk)) {
      bench.openReadOnly();
      disk.fails = line -> line.equals("force file000000.bin");
      assertThat(bench.verifies(0)).isTrue();
      assertThat(bench.verifies(8)).isTrue();
      assertThat(bench.commit()).isEqualTo(new DiskInput.Committed(Bench.TORRENT));
    }
    try (Bench bench = new Bench(sample, temp)) {
      Bitfield have = bench.openReadOnly().have();
      assertThat(have.get(0)).isFalse();
      assertThat(have.get(8)).isTrue();
    }
  }

  @Test
  void afterAForceFailedNothingOfThatFileIsRecordedAnyMore() {
    FaultyDisk disk = new FaultyDisk();
    try (Bench bench = new Bench(sample, temp, disk)) {
      bench.open();
      bench.fetch(0, 1);
      disk.fails = line -> line.equals("force file000000.bin");
      assertThat(bench.commit())
          .isInstanceOfSatisfying(
              DiskInput.Failed.class,
              failed -> {
                assertThat(failed.problem()).isEqualTo(DiskProblem.FULL);
                assertThat(failed.message()).endsWith("checked again at the next start");
              });
      disk.fails = line -> false;
      bench.fetch(1, 2);
      bench.fetch(8, 9);
      bench.commit();
    }
    try (Bench bench = new Bench(sample, temp)) {
      DiskInput.Opened opened = bench.open();
      assertThat(opened.have().get(0)).isFalse();
      assertThat(opened.have().get(1)).isFalse();
      assertThat(opened.have().get(8)).isTrue();
      assertThat(opened.unknown().get(0)).isTrue();
    }
  }

  @Test
  void aFullDiskFailsTheWriteAndLaterAllGoesOn() {
    FaultyDisk disk = new FaultyDisk();
    try (Bench bench = new Bench(sample, temp, disk)) {
      bench.open();
      bench.fetch(0, 1);
      disk.fails = line -> line.startsWith("write ");
      assertThat(bench.write(1, 0, PIECE))
          .isInstanceOfSatisfying(
              DiskInput.Failed.class,
              failed -> {
                assertThat(failed.problem()).isEqualTo(DiskProblem.FULL);
                assertThat(failed.during()).isInstanceOf(DiskEffect.Write.class);
                assertThat(failed.message()).contains("file000000.bin");
              });
      assertThat(bench.verifies(1)).isFalse();
      assertThat(bench.read(0, 0, PIECE)).isEqualTo(sample.bytes(0, 0, PIECE));
      assertThat(bench.commit()).isInstanceOf(DiskInput.Failed.class);
      disk.fails = line -> false;
      bench.fetch(1, pieces);
      bench.commit();
    }
    try (Bench bench = new Bench(sample, temp)) {
      assertThat(bench.open().have().isFull()).isTrue();
    }
  }

  @Test
  void whateverFailsWhenNothingFalseIsClaimedLater() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      Path folder = Files.createDirectories(temp.resolve("run" + seed));
      SplittableRandom random = new SplittableRandom(seed);
      FaultyDisk disk = new FaultyDisk();
      try (Bench bench = new Bench(sample, folder, disk)) {
        bench.open();
        disk.fails = line -> random.nextInt(6) == 0;
        for (int i = 0; i < 60; i++) {
          int piece = random.nextInt(pieces);
          int size = sample.geometry().pieceSize(piece);
          switch (random.nextInt(6)) {
            case 0 -> bench.write(piece, 0, new byte[size]);
            case 1 -> bench.commit();
            case 2 -> bench.verify(piece);
            default -> {
              bench.write(piece, 0, size);
              bench.verify(piece);
            }
          }
        }
        if (random.nextBoolean()) {
          bench.closeTorrent(false);
        }
      }
      try (Bench bench = new Bench(sample, folder)) {
        assertTrue(bench, bench.open().have());
      }
    }
  }

  @Test
  void aTorrentThatCannotBeOpenedHoldsNoFile() {
    FaultyDisk disk = new FaultyDisk();
    try (Bench bench = new Bench(sample, temp, disk)) {
      disk.fails = line -> line.equals("reserve file000004.bin");
      assertThat(bench.one(bench.opening(true, FileSelection.ALL)))
          .isInstanceOf(DiskInput.Failed.class);
      assertThat(disk.open).hasValue(0);
    }
  }
}
