package dev.freshet.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What other programs do to our files while we run: nothing of it is vouched for, now or at the
/// next start.
final class LossTest {
  private static final int PIECE = 16 << 10;

  @TempDir private Path temp;

  private final Sample sample = Sample.of(TorrentVersion.V1, PIECE, 9, 50_000, 100_000);

  /// What is done to a file.
  enum Harm {
    DELETED {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    CUT {
      @Override
      void to(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    },
    REPLACED {
      @Override
      void to(Path file) throws IOException {
        Path other = file.resolveSibling("other");
        Files.write(other, new byte[10 * PIECE]);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      }
    };

    abstract void to(Path file) throws IOException;
  }

  private static void allSound(Bench bench, Bitfield have) {
    for (int piece = have.nextSet(0); piece >= 0; piece = have.nextSet(piece + 1)) {
      assertThat(bench.verifies(piece)).as("piece %d", piece).isTrue();
    }
  }

  /// Between two pieces, and with half of one written, which nobody is to be blamed for.
  @ParameterizedTest
  @EnumSource(Harm.class)
  void aFileHarmedWhileItIsHeldOpenTakesItsPiecesWithIt(Harm harm) throws IOException {
    Sample wide = Sample.of(TorrentVersion.V1, 2 * PIECE, 9, 10 * PIECE);
    try (Bench bench = new Bench(wide, temp)) {
      bench.open();
      bench.fetch(0, 2);
      assertThat(bench.commit()).isInstanceOf(DiskInput.Committed.class);
      bench.write(3, 0, PIECE);
      harm.to(bench.file(0));
      bench.writePiece(2);
      bench.verify(2);
      // a file that is too short is missed by the next write, another one by the next commit
      assertThat(bench.commit())
          .isInstanceOf(harm == Harm.CUT ? DiskInput.Committed.class : DiskInput.Failed.class);
      assertThat(bench.lost.cardinality()).isEqualTo(5);
      bench.write(3, PIECE, PIECE);
      assertThat(bench.verify(3)).as("no word on its bytes").isInstanceOf(DiskInput.Failed.class);
      bench.fetch(3, 5);
      assertThat(bench.commit()).isInstanceOf(DiskInput.Committed.class);
      assertThat(bench.verifies(0)).isFalse();
      assertThat(bench.verifies(2)).isEqualTo(harm == Harm.CUT);
      bench.closeTorrent(false);
    }
    try (Bench bench = new Bench(wide, temp)) {
      Bitfield have = bench.open().have();
      assertThat(have.cardinality()).isGreaterThanOrEqualTo(2);
      allSound(bench, have);
    }
  }

  @ParameterizedTest
  @EnumSource(Harm.class)
  void aFileHarmedWhileItIsNotHeldOpenTakesItsPiecesWithIt(Harm harm) throws IOException {
    int[] lengths = new int[101];
    Arrays.fill(lengths, 1000);
    lengths[0] = 10 * PIECE;
    Sample many = Sample.of(TorrentVersion.V1, PIECE, 4, lengths);
    try (Bench bench = new Bench(many, temp)) {
      bench.open();
      bench.fetch(0, 5);
      bench.commit();
      bench.fetch(10, many.geometry().pieceCount());
      bench.commit();
      assertThat(bench.lost.isEmpty()).isTrue();
      harm.to(bench.file(0));
      bench.fetch(5, 10);
      assertThat(bench.lost.nextClear(0)).as("told of the first ten").isEqualTo(10);
      assertThat(bench.commit()).isInstanceOf(DiskInput.Committed.class);
      bench.closeTorrent(false);
    }
    try (Bench bench = new Bench(many, temp)) {
      Bitfield have = bench.open().have();
      assertThat(have.get(0)).isFalse();
      assertThat(have.get(5)).isTrue();
    }
  }

  @Test
  void aFileThatIsCutIsMissedThoughItsEndIsWrittenNext() throws IOException {
    Sample one = Sample.of(TorrentVersion.V1, PIECE, 9, 10 * PIECE);
    try (Bench bench = new Bench(one, temp)) {
      bench.open();
      bench.fetch(0, 5);
      bench.commit();
      Harm.CUT.to(bench.file(0));
      bench.fetch(9, 10);
      assertThat(bench.lost.isFull()).isTrue();
      bench.fetch(5, 9);
      assertThat(bench.commit()).isInstanceOf(DiskInput.Committed.class);
      assertThat(bench.verifies(0)).isFalse();
      bench.fetch(0, 5);
      assertThat(bench.commit()).isInstanceOf(DiskInput.Committed.class);
      assertThat(Files.readAllBytes(bench.file(0))).isEqualTo(one.file(0));
    }
  }

  /// Some file systems that people plug in have no numbers of their own for files.
  @Test
  void aFolderThatIsCopiedOverOursIsMissedFileByFile() throws IOException {
    int files = 20;
    int[] lengths = new int[files];
    Arrays.fill(lengths, 2 * PIECE);
    Sample many = Sample.of(TorrentVersion.V1, PIECE, 4, lengths);
    try (Bench bench = new Bench(many, temp)) {
      bench.open();
      for (int file = 0; file < files; file++) {
        bench.fetch(2 * file, 2 * file + 1);
      }
      bench.commit();
      for (int file = 0; file < files; file++) {
        Path other = temp.resolve("other");
        Files.write(other, new byte[2 * PIECE]);
        Files.move(other, bench.file(file), StandardCopyOption.REPLACE_EXISTING);
      }
      for (int file = 0; file < files; file++) {
        bench.writePiece(2 * file + 1);
        bench.verify(2 * file + 1);
      }
      for (int i = 0; i <= files; i++) {
        bench.commit();
      }
      bench.closeTorrent(false);
    }
    try (Bench bench = new Bench(many, temp)) {
      Bitfield have = bench.open().have();
      for (int piece = have.nextSet(0); piece >= 0; piece = have.nextSet(piece + 1)) {
        assertThat(bench.verifies(piece)).as("piece " + piece).isTrue();
      }
    }
  }

  @Test
  void whereFilesHaveOtherNumbersAllTheTimeTheyAreFetchedNevertheless() {
    FaultyDisk disk = new FaultyDisk();
    disk.wavering = true;
    try (Bench bench = new Bench(sample, temp, disk)) {
      bench.open();
      int pieces = sample.geometry().pieceCount();
      for (int round = 0; round < 20; round++) {
        bench.lost.clearAll();
        for (int piece = 0; piece < pieces; piece++) {
          bench.writePiece(piece);
          bench.verify(piece);
        }
        bench.commit();
      }
      assertThat(bench.lost.isEmpty()).isTrue();
      assertThat(bench.verifies(0)).isTrue();
      assertThat(bench.commit()).isInstanceOf(DiskInput.Committed.class);
    }
  }

  /// How a torrent is opened.
  enum Opened {
    TO_READ,
    TO_WRITE
  }

  private Bitfield openedAgain(Bench bench, Opened how) {
    bench.closeTorrent(false);
    return (how == Opened.TO_READ ? bench.openReadOnly() : bench.open()).have();
  }

  private void hold(Bench bench, Opened how) throws IOException {
    if (how == Opened.TO_READ) {
      bench.copyContent();
      bench.openReadOnly();
      for (int piece = 0; piece < sample.geometry().pieceCount(); piece++) {
        assertThat(bench.verifies(piece)).isTrue();
      }
    } else {
      bench.open();
      bench.fetch(0, sample.geometry().pieceCount());
    }
    assertThat(bench.commit()).isInstanceOf(DiskInput.Committed.class);
  }

  private static void damage(Bench bench) throws IOException {
    bench.damage(FileTime.fromMillis(System.currentTimeMillis() + 5000));
  }

  /// Bytes of the first piece are not given.
  private static void refuses(Bench bench, int begin) {
    assertThat(bench.one(new DiskEffect.Read(Bench.TORRENT, 1, 0, begin, 100)))
        .isInstanceOf(DiskInput.Failed.class);
  }

  @ParameterizedTest
  @EnumSource(Opened.class)
  void aFileChangedWhileWeRanIsNotTrustedAtTheNextStart(Opened how) throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      hold(bench, how);
      damage(bench);
      Bitfield have = openedAgain(bench, how);
      assertThat(have.get(0)).isFalse();
      assertThat(have.get(4)).as("of another file").isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Opened.class)
  void aFileFoundChangedIsNotTrustedAtTheNextStart(Opened how) throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      hold(bench, how);
      damage(bench);
      refuses(bench, 0);
      assertThat(bench.verifies(1)).isTrue();
      bench.commit();
      Bitfield have = openedAgain(bench, how);
      assertThat(have.get(0)).isFalse();
      assertThat(have.get(1)).as("hashed since").isTrue();
      assertThat(have.get(2)).isFalse();
      allSound(bench, have);
    }
  }

  @Test
  void aFileFoundChangedIsNotTrustedAfterACrashEither() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      hold(bench, Opened.TO_READ);
      damage(bench);
      refuses(bench, 0);
    }
    try (Bench bench = new Bench(sample, temp)) {
      assertThat(bench.openReadOnly().have().get(0)).isFalse();
    }
  }

  @Test
  void paddingOfAPieceThatWasChangedIsNotGiven() throws IOException {
    Sample padded =
        Sample.of(
            TorrentVersion.HYBRID,
            1 << 16,
            9,
            List.of(new DraftFile(List.of("a"), 100L), new DraftFile(List.of("b"), 100_000L)));
    try (Bench bench = new Bench(padded, temp)) {
      bench.copyContent();
      bench.openReadOnly();
      for (int piece = 0; piece < padded.geometry().pieceCount(); piece++) {
        assertThat(bench.verifies(piece)).isTrue();
      }
      bench.damage(FileTime.fromMillis(1_000_000));
      refuses(bench, 0);
      refuses(bench, 1 << 15);
    }
  }

  @Test
  void aFileThatCannotBeDeletedLeavesNoOther() throws IOException {
    Sample three = Sample.of(TorrentVersion.V1, PIECE, 9, 100, 200, 300);
    try (Bench bench = new Bench(three, temp)) {
      bench.open();
      bench.fetch(0, 1);
      bench.commit();
      Path elsewhere = temp.resolve("elsewhere");
      Files.move(bench.file(0).getParent(), elsewhere);
      Files.createSymbolicLink(bench.file(0).getParent(), elsewhere);
      assertThat(bench.closeTorrent(true)).first().isInstanceOf(DiskInput.Failed.class);
      assertThat(bench.file(1)).doesNotExist();
      assertThat(bench.file(2)).doesNotExist();
      try (var journals = Files.list(bench.state)) {
        assertThat(journals).noneMatch(file -> file.toString().endsWith(".journal"));
      }
    }
  }
}
