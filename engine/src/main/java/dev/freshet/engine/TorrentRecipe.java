package dev.freshet.engine;

import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a torrent that is to be made says beside its files.
///
/// @param version which clients it is for
/// @param pieceLength bytes a piece, a power of two from 16 KiB; 0 to have it chosen by the size
/// @param isPrivate whether its peers may come from its trackers only (BEP 27)
/// @param trackers announce URLs in tiers (BEP 12)
/// @param webSeeds URLs that serve the same files (BEP 19)
/// @param comment for whoever looks at it
/// @param createdBy the program that made it
/// @param creationSeconds when it was made, in seconds since 1970; 0 to leave that out, so that the
///   same files give the same bytes
/// @param threads how many hash at once
public record TorrentRecipe(
    TorrentVersion version,
    int pieceLength,
    boolean isPrivate,
    List<List<String>> trackers,
    List<String> webSeeds,
    @Nullable String comment,
    @Nullable String createdBy,
    long creationSeconds,
    int threads) {
  public TorrentRecipe {
    trackers = trackers.stream().map(List::copyOf).toList();
    webSeeds = List.copyOf(webSeeds);
    if (pieceLength < 0 || creationSeconds < 0 || threads < 1) {
      throw new IllegalArgumentException(
          "piece length %d, creation second %d, threads %d"
              .formatted(pieceLength, creationSeconds, threads));
    }
  }

  /// Hybrid, for all clients; a piece length by size, public, without trackers, hashed by a thread
  /// for each processor.
  public static TorrentRecipe defaults() {
    return new TorrentRecipe(
        TorrentVersion.HYBRID,
        0,
        false,
        List.of(),
        List.of(),
        null,
        null,
        0,
        Runtime.getRuntime().availableProcessors());
  }

  /// The same for this version.
  public TorrentRecipe withVersion(TorrentVersion newVersion) {
    return new TorrentRecipe(
        newVersion,
        pieceLength,
        isPrivate,
        trackers,
        webSeeds,
        comment,
        createdBy,
        creationSeconds,
        threads);
  }

  /// The same with pieces of this length.
  public TorrentRecipe withPieceLength(int length) {
    return new TorrentRecipe(
        version,
        length,
        isPrivate,
        trackers,
        webSeeds,
        comment,
        createdBy,
        creationSeconds,
        threads);
  }

  /// The same, private or public.
  public TorrentRecipe withPrivate(boolean on) {
    return new TorrentRecipe(
        version, pieceLength, on, trackers, webSeeds, comment, createdBy, creationSeconds, threads);
  }

  /// The same with these tiers of trackers.
  public TorrentRecipe withTrackers(List<List<String>> tiers) {
    return new TorrentRecipe(
        version,
        pieceLength,
        isPrivate,
        tiers,
        webSeeds,
        comment,
        createdBy,
        creationSeconds,
        threads);
  }

  /// The same with these web seeds.
  public TorrentRecipe withWebSeeds(List<String> urls) {
    return new TorrentRecipe(
        version,
        pieceLength,
        isPrivate,
        trackers,
        urls,
        comment,
        createdBy,
        creationSeconds,
        threads);
  }

  /// The same with these words about it.
  public TorrentRecipe withComment(@Nullable String words) {
    return new TorrentRecipe(
        version,
        pieceLength,
        isPrivate,
        trackers,
        webSeeds,
        words,
        createdBy,
        creationSeconds,
        threads);
  }

  /// The same, saying that this program made it at that second.
  public TorrentRecipe withCreation(@Nullable String program, long seconds) {
    return new TorrentRecipe(
        version, pieceLength, isPrivate, trackers, webSeeds, comment, program, seconds, threads);
  }
}
