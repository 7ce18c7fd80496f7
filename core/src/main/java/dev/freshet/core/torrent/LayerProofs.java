package dev.freshet.core.torrent;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.HashRange;
import dev.freshet.protocol.metainfo.HashTree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Parts of piece layers with their proofs, for those who ask (BEP 52).
///
/// A proof takes every node of the layer. So of a layer that was asked for the nodes some levels
/// above it are kept, a hash for every 512, and another question costs its own 512 and those.
final class LayerProofs {
  private final HashBudget budget;
  private final Map<Hash, byte[]> tops = new TreeMap<>();

  LayerProofs(HashBudget budget) {
    this.budget = budget;
  }

  /// What answers this request for a part of the file's piece layer; null if that may not be hashed
  /// now, or the range does not fit the file.
  @Nullable List<Hash> answer(
      long now, int conn, Hash root, long fileLength, HashRange range, byte[] layer) {
    byte[] top = tops.get(root);
    int part = Math.min(layer.length, HashRange.CHUNK * Hash.SHA256_LENGTH);
    int bytes = top == null ? part + layer.length : part + top.length;
    if (!budget.layer(now, conn, bytes)) {
      return null;
    }
    if (top == null) {
      top = HashTree.tops(layer, range.baseLayer());
      tops.put(root, top);
    }
    return range.answer(layer, top, fileLength);
  }
}
