package dev.freshet.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that others change while we seed them.
final class VigilTest {
  private static final int PIECE = 16 << 10;

  @TempDir private Path temp;

  private final Sample sample = Sample.of(TorrentVersion.V1, PIECE, 9, 50_000, 100_000);

  private void seed(Bench bench) {
    bench.copyContent();
    bench.openReadOnly();
    for (int piece = 0; piece < 5; piece++) {
      assertThat(bench.verifies(piece)).isTrue();
    }
  }

  private static void refuses(Bench bench, int piece) {
    assertThat(bench.one(new DiskEffect.Read(Bench.TORRENT, 1, piece, 0, 100)))
        .isInstanceOfSatisfying(
            DiskInput.Failed.class,
            failed -> assertThat(failed.message()).endsWith("was changed by another program"));
  }

  @Test
  void noPieceOfAChangedFileIsGivenBeforeItWasHashedAgain() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      seed(bench);
      damage(bench);
      refuses(bench, 0);
      refuses(bench, 1);
      assertThat(bench.read(4, 0, 100)).isEqualTo(sample.bytes(4, 0, 100));
      assertThat(bench.verifies(0)).isFalse();
      assertThat(bench.verifies(1)).isTrue();
      assertThat(bench.read(1, 0, 100)).isEqualTo(sample.bytes(1, 0, 100));
    }
  }

  @Test
  void noPieceOfAFileThatWeFetchedAndAnotherChangedIsGiven() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      bench.open();
      for (int piece = 0; piece < 5; piece++) {
        bench.writePiece(piece);
        assertThat(bench.verifies(piece)).isTrue();
        assertThat(bench.read(piece, 0, 100)).isEqualTo(sample.bytes(piece, 0, 100));
      }
      bench.commit();
      assertThat(bench.read(0, 0, 100)).isEqualTo(sample.bytes(0, 0, 100));
      damage(bench);
      refuses(bench, 0);
      assertThat(bench.read(4, 0, 100)).as("another file").isEqualTo(sample.bytes(4, 0, 100));
      assertThat(bench.verifies(0)).isFalse();
      bench.writePiece(0);
      assertThat(bench.verifies(0)).isTrue();
      assertThat(bench.read(0, 0, 100)).isEqualTo(sample.bytes(0, 0, 100));
      bench.commit();
      assertThat(bench.verifies(1)).isTrue();
      assertThat(bench.read(1, 0, 100)).isEqualTo(sample.bytes(1, 0, 100));
      damage(bench);
      refuses(bench, 1);
    }
  }

  /// What was there before counts as fetched.
  @Test
  void noPieceOfAFileThatWasThereAndAnotherChangedIsGiven() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      seed(bench);
      bench.commit();
      bench.closeTorrent(false);
      assertThat(bench.open().have().get(0)).isTrue();
      damage(bench);
      refuses(bench, 0);
    }
  }

  private static void damage(Bench bench) throws IOException {
    bench.damage(FileTime.fromMillis(1_000_000));
  }

  @Test
  void aDeletedFileIsNotGivenThoughItIsStillOpen() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      seed(bench);
      assertThat(bench.read(0, 0, 100)).isEqualTo(sample.bytes(0, 0, 100));
      Files.delete(bench.file(0));
      assertThat(bench.one(new DiskEffect.Read(Bench.TORRENT, 1, 0, 0, 100)))
          .isInstanceOfSatisfying(
              DiskInput.Failed.class,
              failed -> assertThat(failed.message()).endsWith("is gone or shorter than it was"));
      assertThat(bench.verifies(0)).as("hashed from what is still open").isFalse();
    }
  }

  @Test
  void whatHasTakenAFilesPlaceIsHashedNotWhatIsStillOpen() throws IOException {
    try (Bench bench = new Bench(sample, temp)) {
      seed(bench);
      assertThat(bench.read(0, 0, 100)).isEqualTo(sample.bytes(0, 0, 100));
      Path other = temp.resolve("other");
      byte[] bytes = sample.file(0);
      bytes[0] ^= 1;
      Files.write(other, bytes);
      Files.move(other, bench.file(0), StandardCopyOption.REPLACE_EXISTING);
      refuses(bench, 0);
      assertThat(bench.verifies(0)).isFalse();
    }
  }
}
