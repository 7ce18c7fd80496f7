package dev.freshet.core.torrent;

import dev.freshet.core.webseed.SeedUrl;
import dev.freshet.protocol.PeerId;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/// Where a torrent can be had by HTTP, and who asks there.
///
/// @param urls the usable ones of those that the torrent names
/// @param ours who we are, by which neighbours agree on whose turn it is
/// @param requestIds numbers for requests
record SeedPlaces(List<SeedUrl> urls, PeerId ours, LongSupplier requestIds) {
  /// The places that these texts name; what is no HTTP URL is left out.
  static SeedPlaces of(List<String> texts, PeerId ours, LongSupplier requestIds) {
    return new SeedPlaces(
        texts.stream().map(SeedUrl::of).filter(Objects::nonNull).toList(), ours, requestIds);
  }
}
