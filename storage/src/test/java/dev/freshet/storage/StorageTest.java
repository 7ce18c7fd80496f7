package dev.freshet.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.api.FileSelection;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What storage answers to each effect, on a real disk.
final class StorageTest {
  private static final int PIECE = 64 << 10;

  @TempDir private Path temp;

  private static Sample sample(TorrentVersion version) {
    return Sample.of(version, PIECE, 1, 100_000, 0, 5, 65_536, 1, 200_000, 16_384, 33_333);
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void whatIsWrittenInAnyOrderVerifiesAndReadsBackAndLiesInTheFiles(TorrentVersion version)
      throws IOException {
    Sample sample = sample(version);
    try (Bench bench = new Bench(sample, temp)) {
      DiskInput.Opened opened = bench.open();
      assertThat(opened.have().isEmpty()).isTrue();
      assertThat(opened.unknown().isEmpty()).isTrue();
      Geometry geometry = sample.geometry();
      List<int[]> blocks = new ArrayList<>();
      for (int piece = 0; piece < geometry.pieceCount(); piece++) {
        for (int block = 0; block < geometry.blockCount(piece); block++) {
          blocks.add(new int[] {piece, block});
        }
      }
      Collections.shuffle(blocks, new Random(3));
      for (int[] block : blocks) {
        int begin = geometry.blockBegin(block[1]);
        int size = geometry.blockSize(block[0], block[1]);
        assertThat(bench.write(block[0], begin, size))
            .isEqualTo(new DiskInput.Written(Bench.TORRENT, block[0], begin, size));
      }
      for (int piece = 0; piece < geometry.pieceCount(); piece++) {
        assertThat(bench.verifies(piece)).as("piece " + piece).isTrue();
        int size = geometry.pieceSize(piece);
        assertThat(bench.read(piece, 0, size)).isEqualTo(sample.bytes(piece, 0, size));
        assertThat(bench.read(piece, size / 3, size / 2))
            .isEqualTo(sample.bytes(piece, size / 3, size / 2));
      }
      for (int i = 0; i < sample.info().files().size(); i++) {
        if (!sample.info().files().get(i).padding()) {
          assertThat(Files.readAllBytes(bench.file(i))).isEqualTo(sample.file(i));
        } else {
          assertThat(bench.file(i)).doesNotExist();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TorrentVersion.class)
  void aPieceWithAWrongBlockFailsWithTheLeavesOfWhatIsThere(TorrentVersion version) {
    Sample sample = sample(version);
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.writePiece(0);
      byte[] wrong = sample.bytes(0, Geometry.BLOCK, Geometry.BLOCK);
      wrong[5] ^= 1;
      bench.write(0, Geometry.BLOCK, wrong);
      byte[] whole = sample.bytes(0, 0, PIECE);
      whole[Geometry.BLOCK + 5] ^= 1;
      assertThat(bench.verify(0))
          .isInstanceOfSatisfying(
              DiskInput.Verified.class,
              verified -> {
                assertThat(verified.ok()).isFalse();
                assertThat(verified.leaves()).isEqualTo(Sample.leaves(whole));
              });
      bench.write(0, Geometry.BLOCK, Geometry.BLOCK);
      assertThat(bench.verifies(0)).isTrue();
    }
  }

  @Test
  void twoTorrentsDoNotWriteToFilesOfOneName() {
    Sample other = Sample.of(TorrentVersion.V1, PIECE, 2, 4 * PIECE);
    Sample one = Sample.of(TorrentVersion.V1, PIECE, 1, 4 * PIECE);
    try (Bench bench = new Bench(one, temp)) {
      bench.open();
      DiskEffect.Open open =
          new DiskEffect.Open(
              8, other.info(), bench.folder.toString(), false, false, FileSelection.ALL);
      assertThat(bench.storage.perform(open).getFirst())
          .isInstanceOfSatisfying(
              DiskInput.Failed.class,
              failed -> {
                assertThat(failed.problem()).isEqualTo(DiskProblem.BAD_NAME);
                assertThat(failed.message()).contains("is being fetched to").endsWith("already");
              });
      bench.closeTorrent(false);
      assertThat(bench.storage.perform(open).getFirst()).isInstanceOf(DiskInput.Opened.class);
      bench.storage.perform(new DiskEffect.Close(8, false));
    }
  }

  @Test
  void garbageSentAsPaddingIsNeitherStoredNorHashed() {
    Sample sample = sample(TorrentVersion.HYBRID);
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      int last = 1; // 100,000 bytes: the second piece ends in padding
      byte[] block = sample.bytes(last, 32 << 10, Geometry.BLOCK);
      int content = 100_000 - PIECE - (32 << 10);
      Arrays.fill(block, content, block.length, (byte) 9);
      bench.write(last, 0, Geometry.BLOCK);
      bench.write(last, Geometry.BLOCK, Geometry.BLOCK);
      bench.write(last, 32 << 10, block);
      assertThat(bench.verifies(last)).isTrue();
      assertThat(bench.read(last, 0, PIECE)).isEqualTo(sample.bytes(last, 0, PIECE));
    }
  }

  @Test
  void leavesComeWhenAskedFor() {
    Sample sample = sample(TorrentVersion.V1);
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.writePiece(2);
      assertThat(bench.one(new DiskEffect.Verify(Bench.TORRENT, 2, sample.hash(2), true)))
          .isInstanceOfSatisfying(
              DiskInput.Verified.class,
              verified ->
                  assertThat(verified.leaves())
                      .isEqualTo(Sample.leaves(sample.bytes(2, 0, PIECE))));
    }
  }

  @Test
  void aPieceNeverWrittenDoesNotVerifyEvenIfItIsAllZeros() {
    Sample zeros = Sample.of(TorrentVersion.V1, PIECE, 1, List.of(new DraftFile(List.of("z"), 5)));
    Arrays.fill(zeros.space(), (byte) 0);
    try (Bench bench = new Bench(zeros, temp)) {
      bench.open();
      var hash =
          new dev.freshet.protocol.metainfo.PieceHash(
              dev.freshet.protocol.Hash.of(Sample.digest("SHA-1", new byte[5])), null, 0, 0);
      assertThat(bench.one(new DiskEffect.Verify(Bench.TORRENT, 0, hash, false)))
          .isInstanceOfSatisfying(
              DiskInput.Verified.class, verified -> assertThat(verified.ok()).isFalse());
    }
  }

  @Test
  void afterACleanCloseAllIsHadAgainWithoutACheck() {
    Sample sample = sample(TorrentVersion.HYBRID);
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, sample.geometry().pieceCount() - 1);
      assertThat(bench.closeTorrent(false)).containsExactly(new DiskInput.Closed(Bench.TORRENT));
    }
    try (Bench bench = new Bench(sample, temp)) {
      DiskInput.Opened opened = bench.open();
      assertThat(opened.have().cardinality()).isEqualTo(sample.geometry().pieceCount() - 1);
      assertThat(opened.unknown().isEmpty()).isTrue();
    }
  }

  @Test
  void contentPutThereByOthersIsUnknownUntilVerified() throws IOException {
    Sample sample = sample(TorrentVersion.V2);
    try (Bench bench = new Bench(sample, temp)) {
      bench.copyContent();
      Files.delete(bench.file(0));
      DiskInput.Opened opened = bench.open();
      assertThat(opened.have().isEmpty()).isTrue();
      assertThat(opened.unknown().cardinality()).isEqualTo(sample.geometry().pieceCount() - 2);
      for (int p = opened.unknown().nextSet(0); p >= 0; p = opened.unknown().nextSet(p + 1)) {
        assertThat(bench.verifies(p)).isTrue();
      }
      assertThat(bench.verifies(0)).isFalse();
      bench.commit();
    }
    try (Bench bench = new Bench(sample, temp)) {
      assertThat(bench.open().have().cardinality()).isEqualTo(sample.geometry().pieceCount() - 2);
    }
  }

  @Test
  void aShortFileGivesOnlyItsOwnPiecesAndReadingItSaysThatItIsMissing() throws IOException {
    Sample sample = sample(TorrentVersion.V2);
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, sample.geometry().pieceCount());
      bench.closeTorrent(false);
      try (var file = Files.newByteChannel(bench.file(0), java.nio.file.StandardOpenOption.WRITE)) {
        file.truncate(70_000);
      }
      DiskInput.Opened opened = bench.open();
      assertThat(opened.have().cardinality()).isEqualTo(sample.geometry().pieceCount() - 2);
      assertThat(opened.unknown().get(0)).isTrue();
      assertThat(opened.unknown().get(1)).isTrue();
      assertThat(bench.one(new DiskEffect.Read(Bench.TORRENT, 1, 1, 0, Geometry.BLOCK)))
          .isInstanceOfSatisfying(
              DiskInput.Failed.class,
              failed -> {
                assertThat(failed.problem()).isEqualTo(DiskProblem.MISSING);
                assertThat(failed.message()).contains("file000000.bin");
              });
    }
  }

  @Test
  void readOnlyMakesNothingAndRefusesToWrite() {
    Sample sample = sample(TorrentVersion.V1);
    try (Bench bench = new Bench(sample, temp)) {
      DiskInput.Opened opened = bench.openReadOnly();
      assertThat(opened.unknown().isEmpty()).isTrue();
      assertThat(bench.write(0, 0, Geometry.BLOCK))
          .isInstanceOfSatisfying(
              DiskInput.Failed.class,
              failed -> assertThat(failed.problem()).isEqualTo(DiskProblem.DENIED));
      assertThat(bench.verifies(0)).isFalse();
      bench.closeTorrent(true);
      assertThat(bench.folder).doesNotExist();
    }
  }

  @Test
  void readOnlyServesWhatIsThereAndKeepsItWhenTheTorrentIsRemoved() {
    Sample sample = sample(TorrentVersion.V1);
    try (Bench bench = new Bench(sample, temp)) {
      bench.copyContent();
      assertThat(bench.openReadOnly().unknown().isFull()).isTrue();
      for (int piece = 0; piece < sample.geometry().pieceCount(); piece++) {
        assertThat(bench.verifies(piece)).isTrue();
      }
      bench.closeTorrent(false);
      assertThat(bench.openReadOnly().have().isFull()).isTrue();
      bench.closeTorrent(true);
      assertThat(bench.file(0)).exists();
    }
  }

  @Test
  void aTorrentInAFolderIsOpenOnlyOnce() {
    Sample sample = sample(TorrentVersion.V1);
    try (Bench first = new Bench(sample, temp)) {
      first.open();
      try (Bench second = new Bench(sample, temp)) {
        assertThat(second.tryOpen(false))
            .isInstanceOfSatisfying(
                DiskInput.Failed.class,
                failed -> assertThat(failed.problem()).isEqualTo(DiskProblem.IN_USE));
      }
      first.closeTorrent(false);
      try (Bench third = new Bench(sample, temp)) {
        third.open();
      }
    }
  }

  @Test
  void deletingTakesTheFilesAndEmptyFoldersButNothingElse() throws IOException {
    Sample sample = sample(TorrentVersion.V1);
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, 2);
      Path mine = bench.file(0).resolveSibling("mine.txt");
      Files.writeString(mine, "mine");
      bench.closeTorrent(true);
      assertThat(mine).hasContent("mine");
      assertThat(bench.file(0)).doesNotExist();
      assertThat(bench.folder.resolve("sample/folder1")).doesNotExist();
      assertThat(bench.open().unknown().isEmpty()).isTrue();
    }
  }

  @Test
  void forgettingMakesAllThatIsThereUnknown() {
    Sample sample = sample(TorrentVersion.V1);
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, sample.geometry().pieceCount());
      bench.commit();
      DiskInput.Opened again = Bench.opened(bench.one(new DiskEffect.Forget(Bench.TORRENT)));
      assertThat(again.have().isEmpty()).isTrue();
      assertThat(again.unknown().isFull()).isTrue();
    }
    try (Bench bench = new Bench(sample, temp)) {
      DiskInput.Opened opened = bench.open();
      assertThat(opened.have().isEmpty()).isTrue();
      assertThat(opened.unknown().isFull()).isTrue();
    }
  }

  @Test
  void allocatedFilesHaveTheirSizeAtOnceAndTheirPiecesAreStillAbsent() {
    Sample sample = sample(TorrentVersion.V1);
    try (Bench bench = new Bench(sample, temp)) {
      bench.one(bench.opening(true, FileSelection.ALL));
      assertThat(bench.folder.resolve("sample/folder2/file000005.bin")).hasSize(200_000);
      bench.closeTorrent(false);
      assertThat(bench.open().unknown().isEmpty()).isTrue();
    }
  }

  @Test
  void nothingIsMadeOfFilesThatAreNotWanted() {
    Sample sample = sample(TorrentVersion.V1);
    FileSelection files = FileSelection.parse(List.of("file000005.bin"));
    try (Bench bench = new Bench(sample, temp)) {
      bench.one(bench.opening(true, files));
      assertThat(bench.folder.resolve("sample"))
          .isDirectoryRecursivelyContaining("glob:**/file000005.bin");
      try (Stream<Path> made = Files.walk(bench.folder)) {
        assertThat(made.filter(Files::isRegularFile)).hasSize(1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void everyWriteReleasesItsLeaseEvenIfItFails() {
    Sample sample = sample(TorrentVersion.V1);
    AtomicInteger released = new AtomicInteger();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    Lease lease =
        new Lease() {
          @Override
          public ByteBuffer buffer() {
            return bytes;
          }

          @Override
          public Lease retain() {
            throw new AssertionError();
          }

          @Override
          public void release() {
            released.incrementAndGet();
          }
        };
    try (Bench bench = new Bench(sample, temp)) {
      DiskEffect.Write write = new DiskEffect.Write(Bench.TORRENT, 0, 0, bytes, lease);
      assertThat(bench.one(write)).isInstanceOf(DiskInput.Failed.class);
      bench.open();
      assertThat(bench.one(write)).isInstanceOf(DiskInput.Written.class);
      assertThat(released).hasValue(2);
    }
  }

  @Test
  void closingATorrentThatIsNotOpenIsAnsweredToo() {
    try (Bench bench = new Bench(sample(TorrentVersion.V1), temp)) {
      assertThat(bench.closeTorrent(true)).containsExactly(new DiskInput.Closed(Bench.TORRENT));
    }
  }

  @Test
  void linksInTheTargetFolderAreNotWrittenThrough() throws IOException {
    Sample sample = sample(TorrentVersion.V1);
    Path outside = Files.createDirectories(temp.resolve("outside"));
    try (Bench bench = new Bench(sample, temp)) {
      Files.createDirectories(bench.folder.resolve("sample"));
      Files.createSymbolicLink(bench.folder.resolve("sample/folder0"), outside);
      Files.createDirectories(bench.folder.resolve("sample/folder1"));
      Files.writeString(outside.resolve("victim"), "victim");
      Files.createSymbolicLink(bench.file(4), outside.resolve("victim"));
      bench.open();
      for (int piece = 0; piece < sample.geometry().pieceCount(); piece++) {
        for (int begin = 0; begin < sample.geometry().pieceSize(piece); begin += Geometry.BLOCK) {
          bench.write(
              piece, begin, Math.min(Geometry.BLOCK, sample.geometry().pieceSize(piece) - begin));
        }
      }
      assertThat(bench.write(0, 0, Geometry.BLOCK))
          .isInstanceOfSatisfying(
              DiskInput.Failed.class,
              failed -> {
                assertThat(failed.problem()).isEqualTo(DiskProblem.DENIED);
                assertThat(failed.message()).contains("folder0");
              });
      bench.closeTorrent(true);
    }
    assertThat(outside.resolve("victim")).hasContent("victim");
    try (var all = Files.list(outside)) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void theTargetFolderItselfMayBeALink() throws IOException {
    Sample sample = sample(TorrentVersion.V1);
    Path real = Files.createDirectories(temp.resolve("real"));
    Files.createSymbolicLink(temp.resolve("target"), real);
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, 1);
    }
    assertThat(real.resolve("sample/folder0/file000000.bin")).exists();
  }

  @Test
  void aTorrentOfManyFilesIsFetchedThroughFewOpenFiles() {
    int[] lengths = new int[300];
    Arrays.fill(lengths, 1000);
    Sample sample = Sample.of(TorrentVersion.V1, PIECE, 4, lengths);
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      bench.fetch(0, sample.geometry().pieceCount());
      bench.closeTorrent(false);
      assertThat(bench.open().have()).isEqualTo(Bitfield.full(sample.geometry().pieceCount()));
    }
  }

  @Test
  void whereOnlyAFewFilesMayBeOpenATorrentOfManyIsFetchedAllTheSame() {
    int[] lengths = new int[300];
    Arrays.fill(lengths, 1000);
    Sample sample = Sample.of(TorrentVersion.V1, PIECE, 4, lengths);
    FaultyDisk disk = new FaultyDisk();
    try (Bench bench = new Bench(sample, temp, disk)) {
      bench.open();
      bench.fetch(0, 1);
      disk.mostOpen = 12;
      bench.fetch(1, 3);
      disk.mostOpen = 2; // the journal, and one more
      bench.fetch(3, sample.geometry().pieceCount());
      assertThat(bench.commit()).isInstanceOf(DiskInput.Committed.class);
      bench.closeTorrent(false);
      assertThat(bench.open().have()).isEqualTo(Bitfield.full(sample.geometry().pieceCount()));
    }
  }

  @Test
  void whatCannotBeForcedForWantOfOpenFilesIsForcedLater() {
    int[] lengths = new int[300]; // more than are kept open
    Arrays.fill(lengths, 1000);
    Sample sample = Sample.of(TorrentVersion.V1, PIECE, 4, lengths);
    FaultyDisk disk = new FaultyDisk();
    try (Bench bench = new Bench(sample, temp, disk)) {
      bench.open();
      bench.fetch(0, sample.geometry().pieceCount());
      disk.mostOpen = 1; // the journal
      assertThat(bench.commit())
          .isInstanceOfSatisfying(
              DiskInput.Failed.class,
              failed -> assertThat(failed.message()).contains("too many open files"));
      disk.mostOpen = Integer.MAX_VALUE;
      assertThat(bench.commit()).isInstanceOf(DiskInput.Committed.class);
    }
    try (Bench bench = new Bench(sample, temp)) {
      assertThat(bench.open().have()).isEqualTo(Bitfield.full(sample.geometry().pieceCount()));
    }
  }

  @Test
  void aHundredThousandFilesOpenAtOnce() {
    int[] lengths = new int[100_000];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = i % 200;
    }
    Sample sample = Sample.of(TorrentVersion.V1, 1 << 20, 4, lengths);
    try (Bench bench = new Bench(sample, temp)) {
      bench.openReadOnly();
      assertThat(bench.verifies(3)).isFalse();
    }
  }
}
