package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;

/// The hashes of the pieces of a torrent that is being made, filled in as they come. Several
/// threads may put different pieces at once; who seals the torrent must come after all of them.
public final class PieceSums {
  private final byte[] v1;
  private final byte[] v2;
  private final int pieceCount;

  PieceSums(Geometry geometry, TorrentVersion version) {
    this.pieceCount = geometry.pieceCount();
    this.v1 = new byte[version.hasV1() ? pieceCount * Hash.SHA1_LENGTH : 0];
    this.v2 = new byte[version.hasV2() ? pieceCount * Hash.SHA256_LENGTH : 0];
  }

  /// The SHA-1 of the whole piece, padding included as zeros. Only of v1 and hybrid torrents.
  public void putV1(int piece, Hash sha1) {
    put(v1, piece, sha1, Hash.SHA1_LENGTH);
  }

  /// The root over the SHA-256 of each block of the piece's data, padding excluded:
  /// [HashTree#pieceRoot] with [TorrentPlan#v2Width]. Only of v2 and hybrid torrents.
  public void putV2(int piece, Hash root) {
    put(v2, piece, root, Hash.SHA256_LENGTH);
  }

  private void put(byte[] sums, int piece, Hash hash, int size) {
    if (hash.length() != size || piece < 0 || (piece + 1) * size > sums.length) {
      throw new IllegalArgumentException(
          "hash of " + hash.length() + " bytes for piece " + piece + " of " + pieceCount);
    }
    System.arraycopy(hash.bytes(), 0, sums, piece * size, size);
  }

  /// The v1 hashes, end to end.
  byte[] v1() {
    return checked(v1, Hash.SHA1_LENGTH);
  }

  /// The v2 hashes, end to end.
  byte[] v2() {
    return checked(v2, Hash.SHA256_LENGTH);
  }

  private static byte[] checked(byte[] sums, int size) {
    for (int from = 0; from < sums.length; from += size) {
      boolean missing = true;
      for (int i = from; i < from + size; i++) {
        missing &= sums[i] == 0;
      }
      if (missing) {
        throw new IllegalStateException("no hash for piece " + from / size);
      }
    }
    return sums;
  }
}
