package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Geometry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody wants a new torrent to be, before a byte of its files has been read. Its way on:
/// [#plan] lays the files out, whoever reads them fills in [PieceSums], and [TorrentPlan#seal]
/// makes the metainfo.
///
/// @param name of the file or folder
/// @param singleFile whether `name` is a file: then there is one file, whose path is the name
/// @param files in any order
/// @param pieceLength bytes a piece: a power of two from 16 KiB; 0 to have it chosen by
///   [#choosePieceLength]
/// @param trackers announce URLs in tiers (BEP 12)
/// @param creationSeconds seconds since 1970, 0 to leave it out
public record TorrentDraft(
    String name,
    boolean singleFile,
    List<DraftFile> files,
    int pieceLength,
    TorrentVersion version,
    boolean isPrivate,
    List<List<String>> trackers,
    List<String> webSeeds,
    @Nullable String comment,
    @Nullable String createdBy,
    long creationSeconds) {
  /// The shortest piece chosen, and the shortest that BEP 52 allows.
  public static final int MIN_PIECE_LENGTH = Geometry.BLOCK;

  /// The longest piece chosen as long as the number of pieces allows it.
  public static final int MAX_CHOSEN_PIECE_LENGTH = 16 << 20;

  /// The most pieces a torrent is cut into while pieces may still be longer.
  public static final int CHOSEN_PIECES = 2048;

  public TorrentDraft {
    files = List.copyOf(files);
    trackers = trackers.stream().filter(tier -> !tier.isEmpty()).map(List::copyOf).toList();
    webSeeds = List.copyOf(webSeeds);
  }

  /// The piece length for so many bytes of files: the shortest power of two, from 16 KiB to 16 MiB,
  /// that makes at most 2048 pieces; so 1025 to 2048 pieces from 16 MiB to 32 GiB, 256 KiB for half
  /// a GiB. Few enough pieces that the .torrent file stays small, many enough that peers soon have
  /// something to trade. Beyond 32 GiB pieces stay 16 MiB, until they would be more than
  /// [Geometry#MAX_PIECES].
  public static int choosePieceLength(long contentLength) {
    int length = MIN_PIECE_LENGTH;
    while (length < MAX_CHOSEN_PIECE_LENGTH && contentLength > (long) CHOSEN_PIECES * length) {
      length *= 2;
    }
    while (length < Geometry.MAX_PIECE_LENGTH
        && contentLength > (long) Geometry.MAX_PIECES * length) {
      length *= 2;
    }
    return length;
  }

  /// Lays the files out in a piece space. v2 and hybrid torrents have them in the order of their
  /// tree (names as unsigned bytes, folder by folder), v1 torrents too; a hybrid torrent gets a
  /// padding file behind each file that does not fill its last piece, unless it is a single file.
  ///
  /// @throws MetainfoException if no torrent can be made of this, with a reason for people
  public TorrentPlan plan() throws MetainfoException {
    return TorrentPlan.of(this);
  }
}
