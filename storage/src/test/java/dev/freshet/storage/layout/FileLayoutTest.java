package dev.freshet.storage.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.FileSlice;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.storage.Sample;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every byte of the piece space is exactly the byte of the file that the metainfo puts there.
final class FileLayoutTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void slicesCoverEveryRangeInOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] lengths = random.ints(random.nextInt(1, 40), 0, 60_000).toArray();
    lengths[0] = 1;
    TorrentVersion version = TorrentVersion.values()[random.nextInt(3)];
    Info info = Sample.of(version, 16 << 10, seed, lengths).metainfo().info();
    FileLayout layout = new FileLayout(info);
    Geometry geometry = info.geometry();
    for (int i = 0; i < 500; i++) {
      int piece = random.nextInt(geometry.pieceCount());
      int begin = random.nextInt(geometry.pieceSize(piece));
      int length = random.nextInt(1, geometry.pieceSize(piece) - begin + 1);
      long offset = geometry.offset(piece, begin);
      for (FileSlice slice : layout.slices(piece, begin, length)) {
        FileEntry file = info.files().get(slice.file());
        assertThat(file.offset() + slice.begin()).as("seed %d", seed).isEqualTo(offset);
        assertThat(slice.begin() + slice.length()).isLessThanOrEqualTo(file.length());
        assertThat(layout.isStored(slice.file())).isEqualTo(!file.padding());
        assertThat(piece)
            .isBetween(layout.firstPiece(slice.file()), layout.lastPiece(slice.file()));
        offset += slice.length();
      }
      assertThat(offset).isEqualTo(geometry.offset(piece, begin) + length);
    }
  }

  @Test
  void aRangeOutsideThePieceIsOurOwnFault() {
    Info info = Sample.of(TorrentVersion.V1, 16 << 10, 1, 20_000).metainfo().info();
    FileLayout layout = new FileLayout(info);
    assertThatThrownBy(() -> layout.slices(1, 0, 16 << 10))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
