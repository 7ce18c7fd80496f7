package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;
import org.jspecify.annotations.Nullable;

/// What the bytes of one piece must hash to. With both present, both must agree (hybrid).
///
/// @param v1 SHA-1 of the whole piece, padding included
/// @param v2 the root over the SHA-256 leaves of the piece's data, padding excluded (BEP 52)
/// @param v2Length bytes of the piece that belong to its file; the rest of the piece is padding
/// @param v2Width leaves of the subtree, a power of two: those beyond the data are zero hashes
public record PieceHash(@Nullable Hash v1, @Nullable Hash v2, int v2Length, int v2Width) {
  public PieceHash {
    if (v1 == null && v2 == null) {
      throw new IllegalArgumentException("a piece is checked by a v1 or a v2 hash");
    }
  }
}
