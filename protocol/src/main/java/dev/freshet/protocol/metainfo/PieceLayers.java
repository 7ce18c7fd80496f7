package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The piece layers of a v2 torrent that are known: for each file longer than a piece, the hashes
/// of its pieces. Every layer here has been checked against its root. Immutable.
///
/// Layers come one by one, perhaps 100,000 of them, so they are held in maps that double in size:
/// one more layer costs O(log n) on average, and so does a question.
public final class PieceLayers {
  /// None known.
  public static final PieceLayers NONE = new PieceLayers(List.of());

  /// The greatest map first; each has more than twice as many layers as the next.
  private final List<Map<Hash, byte[]>> maps;

  private PieceLayers(List<Map<Hash, byte[]>> maps) {
    this.maps = maps;
  }

  /// The hash of piece `index` of the file with this root; null if its layer is not known.
  public @Nullable Hash hash(Hash root, int index) {
    byte[] layer = layer(root);
    return layer == null ? null : Hash.of(layer, index * Hash.SHA256_LENGTH, Hash.SHA256_LENGTH);
  }

  /// The hashes of all pieces of this file, 32 bytes each; null if not known. Not to be changed.
  public byte @Nullable [] layer(Hash root) {
    for (Map<Hash, byte[]> map : maps) {
      byte[] layer = map.get(root);
      if (layer != null) {
        return layer;
      }
    }
    return null;
  }

  /// These and one more, if `layer` fits the file of that root; null if it does not.
  public @Nullable PieceLayers with(FileEntry file, int pieceLength, byte[] layer) {
    Hash root = file.piecesRoot();
    if (root == null || !fits(file, pieceLength, layer)) {
      return null;
    }
    return layer(root) != null ? this : plus(root, layer.clone());
  }

  /// Whether every layer that this torrent needs is here.
  public boolean isComplete(Info info) {
    for (FileEntry file : info.layeredFiles()) {
      Hash root = file.piecesRoot();
      if (root != null && layer(root) == null) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(FileEntry file, int pieceLength, byte[] layer) {
    if (file.length() <= pieceLength
        || layer.length != (long) file.pieceCount(pieceLength) * Hash.SHA256_LENGTH) {
      return false;
    }
    int count = file.pieceCount(pieceLength);
    long width = HashTree.width(count);
    int height = HashTree.pieceHeight(pieceLength);
    return HashTree.root(layer, 0, count, width, height).equals(file.piecesRoot());
  }

  private PieceLayers plus(Hash root, byte[] layer) {
    List<Map<Hash, byte[]>> more = new ArrayList<>(maps);
    Map<Hash, byte[]> last = new TreeMap<>();
    last.put(root, layer);
    while (!more.isEmpty() && more.getLast().size() <= 2 * last.size()) {
      Map<Hash, byte[]> merged = new TreeMap<>(more.removeLast());
      merged.putAll(last);
      last = merged;
    }
    more.add(last);
    return new PieceLayers(List.copyOf(more));
  }
}
