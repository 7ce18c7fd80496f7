package dev.freshet.protocol.bencode;

/// How much bencode the reader takes before it refuses.
///
/// @param depth lists and dictionaries open at once, 1 or more; libtorrent has 100 too
/// @param tokens strings, integers, lists and dictionaries in all, 1 or more; keys count
/// @param size bytes in all, 1 or more
public record BencodeLimits(int depth, int tokens, int size) {
  /// For .torrent files and info dictionaries. The size has room for the hashes of the most pieces
  /// that a hybrid torrent can have.
  public static final BencodeLimits METAINFO = new BencodeLimits(100, 3_000_000, 128 << 20);

  /// For messages of peers and answers of trackers.
  public static final BencodeLimits MESSAGE = new BencodeLimits(32, 100_000, 1 << 20);

  public BencodeLimits {
    if (depth < 1 || tokens < 1 || size < 1) {
      throw new IllegalArgumentException(
          "bencode limits: depth " + depth + ", tokens " + tokens + ", size " + size);
    }
  }
}
