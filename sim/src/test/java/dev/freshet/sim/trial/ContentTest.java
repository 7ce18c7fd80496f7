package dev.freshet.sim.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What trials are held against.
final class ContentTest {
  private static final int PIECE = 32 << 10;

  @Test
  void wrongBytesSpoilAFileUnlessTheyArePadding() {
    Content content = padded();
    FileEntry padding = padding(content).orElseThrow();
    assertThat(spoils(content, padding.offset())).isFalse();
    assertThat(spoils(content, padding.offset() + padding.length() - 1)).isFalse();
    assertThat(spoils(content, padding.offset() - 1)).isTrue();
    assertThat(spoils(content, padding.offset() + padding.length())).isTrue();
    assertThat(spoils(content, 0)).isTrue();
  }

  @Test
  void rightBytesSpoilNothing() {
    Content content = padded();
    ByteBuffer bytes = ByteBuffer.wrap(content.space(), 0, Geometry.BLOCK);
    assertThat(content.spoils(0, 0, bytes)).isFalse();
    assertThat(content.right(0, 0, bytes)).isTrue();
  }

  /// A torrent of several files with padding between them.
  private static Content padded() {
    return Stream.iterate(1, seed -> seed + 1)
        .map(seed -> Content.of(new SplittableRandom(seed), 300_000, PIECE, TorrentVersion.HYBRID))
        .filter(content -> padding(content).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static Optional<FileEntry> padding(Content content) {
    return content.metainfo().info().files().stream()
        .filter(file -> file.padding() && file.offset() + file.length() < content.space().length)
        .findFirst();
  }

  /// Whether the block there does, when that byte of it is another.
  private static boolean spoils(Content content, long at) {
    Geometry geometry = content.geometry();
    int piece = geometry.pieceAt(at);
    int inPiece = (int) (at - geometry.offset(piece));
    int begin = inPiece / Geometry.BLOCK * Geometry.BLOCK;
    int size = geometry.blockSize(piece, begin / Geometry.BLOCK);
    int from = (int) geometry.offset(piece, begin);
    ByteBuffer block = ByteBuffer.allocate(size).put(0, content.space(), from, size);
    block.put(inPiece - begin, (byte) ~block.get(inPiece - begin));
    return content.spoils(piece, begin, block);
  }
}
