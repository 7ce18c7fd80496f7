package dev.freshet.protocol.metainfo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A .torrent file: the info dictionary and what stands round it.
///
/// @param layers all piece layers that a v2 or hybrid torrent needs, checked against their roots
/// @param trackers announce URLs in tiers (BEP 12); each tier non-empty
/// @param webSeeds URLs of HTTP servers that have the data (BEP 19)
/// @param creationSeconds seconds since 1970, 0 if not told
public record Metainfo(
    Info info,
    PieceLayers layers,
    List<List<String>> trackers,
    List<String> webSeeds,
    @Nullable String comment,
    @Nullable String createdBy,
    long creationSeconds) {
  public Metainfo {
    trackers = trackers.stream().map(List::copyOf).toList();
    webSeeds = List.copyOf(webSeeds);
  }

  /// Parses a .torrent file.
  ///
  /// @throws MetainfoException if it is not one, or contradicts itself
  public static Metainfo parse(byte[] bytes) throws MetainfoException {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// The .torrent file; the info dictionary stands in it byte for byte.
  public byte[] toBytes() {
    throw new UnsupportedOperationException("helper: metainfo");
  }
}
