package dev.freshet.cli;

import dev.freshet.cli.unit.Size;
import dev.freshet.engine.TorrentRecipe;
import dev.freshet.protocol.metainfo.TorrentVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// What a new torrent is to be: what `create` and `share` share.
final class CreateOptions {
  @ArgGroup private @Nullable Kind kind;

  /// Which protocols the torrent is for.
  private static final class Kind {
    @Option(names = "--v1", description = "For the first version of the protocol only.")
    private boolean v1;

    @Option(names = "--v2", description = "For the second version only (BEP 52).")
    private boolean v2;

    @Option(names = "--hybrid", description = "For both; the default.")
    private boolean hybrid;

    TorrentVersion version() {
      if (hybrid) {
        return TorrentVersion.HYBRID;
      }
      return v1 && !v2 ? TorrentVersion.V1 : TorrentVersion.V2;
    }
  }

  @Option(
      names = "--piece-size",
      paramLabel = "SIZE",
      description = "Bytes a piece, a power of two from 16KiB; chosen by the size by default.")
  private @Nullable Size pieceSize;

  @Option(names = "--private", description = "Let peers come from the trackers only.")
  private boolean isPrivate;

  @Option(names = "--comment", paramLabel = "TEXT", description = "A comment for people.")
  private @Nullable String comment;

  /// What is to be made, without trackers and web seeds.
  TorrentRecipe recipe() throws Failure {
    return TorrentRecipe.defaults()
        .withVersion(kind == null ? TorrentVersion.HYBRID : kind.version())
        .withPieceLength(pieceLength(pieceSize))
        .withPrivate(isPrivate)
        .withComment(comment)
        .withCreation("Freshet 0.1.0", System.currentTimeMillis() / 1000);
  }

  /// The piece length that was asked for; 0 to have it chosen if none was.
  static int pieceLength(@Nullable Size size) throws Failure {
    if (size == null) {
      return 0;
    }
    long bytes = size.bytes();
    if (Long.bitCount(bytes) != 1 || bytes < 16 << 10 || bytes > 512 << 20) {
      throw Failure.usage(
          "--piece-size " + size + " is not a power of two from 16KiB to 512MiB; try 1MiB.");
    }
    return (int) bytes;
  }
}
