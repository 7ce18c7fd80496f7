package dev.freshet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeometryTest {
  @ParameterizedTest
  @CsvSource({
    "0,16384",
    "-1,16384",
    "1,0",
    "1,-1",
    "1,536870913",
    "2097153,1",
    "34359738369,16384",
    "9223372036854775807,536870912"
  })
  void whatIsNoTorrentIsRefused(long length, int pieceLength) {
    assertThatThrownBy(() -> new Geometry(length, pieceLength))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Long.toString(length));
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,1",
    "2097152,1,2097152,1",
    "34359738368,16384,2097152,16384",
    "1125899906842624,536870912,2097152,536870912",
    "16384,16384,1,16384",
    "16385,16384,2,1",
    "1,536870912,1,1",
    "4294967297,1048576,4097,1"
  })
  void piecesAreCountedAtTheEdges(long length, int pieceLength, int count, int last) {
    Geometry geometry = new Geometry(length, pieceLength);
    assertThat(geometry.pieceCount()).isEqualTo(count);
    assertThat(geometry.pieceSize(count - 1)).isEqualTo(last);
    assertThat(geometry.offset(count - 1) + last).isEqualTo(length);
    assertThat(geometry.pieceAt(length - 1)).isEqualTo(count - 1);
    assertThatThrownBy(() -> geometry.pieceSize(count))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> geometry.pieceSize(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void blocksFillPiecesAndPiecesFillTheTorrent() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int pieceLength = random.nextInt(1, 1 << random.nextInt(1, 19));
      Geometry geometry =
          new Geometry(random.nextLong(1, 1 + (long) pieceLength * 50), pieceLength);
      long at = 0;
      for (int piece = 0; piece < geometry.pieceCount(); piece++) {
        assertThat(geometry.offset(piece)).as("seed " + seed).isEqualTo(at);
        assertThat(geometry.blockCount(piece)).isBetween(1, geometry.blocksPerPiece());
        int begin = 0;
        for (int block = 0; block < geometry.blockCount(piece); block++) {
          int size = geometry.blockSize(piece, block);
          assertThat(geometry.blockBegin(block)).as("seed " + seed).isEqualTo(begin);
          assertThat(geometry.isBlock(piece, begin, size)).as("seed " + seed).isTrue();
          assertThat(geometry.isBlock(piece, begin, size - 1)).isFalse();
          assertThat(geometry.isBlock(piece, begin + 1, size - 1)).isFalse();
          assertThat(geometry.pieceAt(geometry.offset(piece, begin + size - 1))).isEqualTo(piece);
          begin += size;
        }
        assertThat(begin).as("seed " + seed).isEqualTo(geometry.pieceSize(piece));
        at += begin;
      }
      assertThat(at).as("seed " + seed).isEqualTo(geometry.length());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,0,1,true",
    "0,0,32768,true",
    "0,1,32768,false",
    "1,0,100,true",
    "1,0,101,false",
    "1,99,1,true",
    "1,100,1,false",
    "2,0,1,false",
    "-1,0,1,false",
    "0,-1,1,false",
    "0,0,0,false",
    "0,0,-1,false",
    "0,2147483647,2147483647,false",
    "0,1,2147483647,false",
    "2147483647,0,1,false"
  })
  void insideIsInsideOnePiece(int piece, int begin, int size, boolean inside) {
    Geometry geometry = new Geometry(32768 + 100, 32768);
    assertThat(geometry.isInside(piece, begin, size)).isEqualTo(inside);
  }
}
