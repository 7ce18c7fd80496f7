package dev.freshet.protocol.announce;

/// How a swarm stands, as a tracker tells in a scrape (BEP 15, 48); each 0 or more.
///
/// @param downloads how often a download was completed, ever
public record SwarmCounts(int seeds, int downloads, int leechers) {
  public SwarmCounts {
    if ((seeds | downloads | leechers) < 0) {
      throw new IllegalArgumentException(
          "seeds %d, downloads %d, leechers %d".formatted(seeds, downloads, leechers));
    }
  }
}
