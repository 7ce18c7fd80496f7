package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The piece layers of a v2 torrent that are known: for each file longer than a piece, the hashes
/// of its pieces. Every layer here has been checked against its root. Immutable.
public final class PieceLayers {
  /// None known.
  public static final PieceLayers NONE = new PieceLayers(Map.of());

  private final Map<Hash, byte[]> layers;

  PieceLayers(Map<Hash, byte[]> layers) {
    this.layers = layers;
  }

  /// The hash of piece `index` of the file with this root; null if its layer is not known.
  public @Nullable Hash hash(Hash root, int index) {
    byte[] layer = layers.get(root);
    return layer == null ? null : Hash.of(layer, index * Hash.SHA256_LENGTH, Hash.SHA256_LENGTH);
  }

  /// The hashes of all pieces of this file, 32 bytes each; null if not known. Not to be changed.
  public byte @Nullable [] layer(Hash root) {
    return layers.get(root);
  }

  /// These and one more, if `layer` fits the file of that root; null if it does not.
  public @Nullable PieceLayers with(FileEntry file, int pieceLength, byte[] layer) {
    throw new UnsupportedOperationException("helper: metainfo");
  }

  /// Whether every layer that this torrent needs is here.
  public boolean isComplete(Info info) {
    throw new UnsupportedOperationException("helper: metainfo");
  }
}
