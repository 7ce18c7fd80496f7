package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a hash request asks for and a hashes message brings (BEP 52): `length` nodes side by side
/// in one layer of a file's tree, and the uncles that lead from there `proofLayers` layers upward.
/// Uncles below the node that the range itself makes up are left out, for they can be computed.
///
/// @param baseLayer height of the layer, 0 for the leaves
/// @param index the first node, a multiple of `length`
/// @param length how many nodes, a power of two of at most [#MAX_LENGTH]
/// @param proofLayers layers above the base layer that the proof is to cover, less one
public record HashRange(int baseLayer, int index, int length, int proofLayers) {
  /// The most nodes that one message brings: the leaves of a piece of 128 MiB, as in libtorrent.
  public static final int MAX_LENGTH = 8192;

  /// The nodes that are asked for at once when a piece layer is fetched.
  public static final int CHUNK = 512;

  private static final int CHUNK_HEIGHT = 9;

  private static final int SIZE = Hash.SHA256_LENGTH;

  /// Whether the tree of a file of `fileLength` bytes has these nodes and layers. Ask this first of
  /// whatever a peer sends.
  public boolean fits(long fileLength) {
    if (fileLength < 1
        || baseLayer < 0
        || index < 0
        || length < 1
        || length > MAX_LENGTH
        || Integer.bitCount(length) != 1
        || index % length != 0
        || proofLayers < 0) {
      return false;
    }
    int above = HashTree.height(fileLength) - baseLayer;
    return above > 0 && (long) index + length <= 1L << above && proofLayers < above;
  }

  /// How many hashes a message brings: the nodes and the uncles.
  public int hashCount() {
    return length + Math.max(0, proofLayers + 1 - rangeHeight());
  }

  /// Whether these hashes are the nodes of this range in the file of that root, proven by uncles up
  /// to the root itself.
  public boolean proves(Hash root, long fileLength, List<Hash> hashes) {
    if (!fits(fileLength)
        || hashes.size() != hashCount()
        || hashes.stream().anyMatch(hash -> hash.length() != SIZE)
        || top() != HashTree.height(fileLength)) {
      return false;
    }
    Hash node = HashTree.root(join(hashes, length), 0, length, length, baseLayer);
    int at = index / length;
    for (Hash uncle : hashes.subList(length, hashes.size())) {
      node = (at & 1) == 0 ? HashTree.parent(node, uncle) : HashTree.parent(uncle, node);
      at >>= 1;
    }
    return node.equals(root);
  }

  /// The hashes that answer this request, from the whole layer that it is about: 32 bytes a node,
  /// those beyond the file's data left out. Null if the range does not fit the file.
  ///
  /// @param layer of height [#baseLayer]
  /// @param tops what [HashTree#tops] gives for it
  public @Nullable List<Hash> answer(byte[] layer, byte[] tops, long fileLength) {
    if (!fits(fileLength)) {
      return null;
    }
    List<Hash> hashes = new ArrayList<>(hashCount());
    for (int i = 0; i < length; i++) {
      hashes.add(node(layer, layer.length / SIZE, index + i, baseLayer));
    }
    int from = Math.min(index / CHUNK * CHUNK * SIZE, layer.length);
    byte[] nodes = Arrays.copyOfRange(layer, from, Math.min(from + CHUNK * SIZE, layer.length));
    int count = nodes.length / SIZE;
    int at = index % CHUNK;
    MessageDigest sha256 = HashTree.sha256();
    for (int height = baseLayer; height < baseLayer + proofLayers + 1; height++) {
      if (height == baseLayer + CHUNK_HEIGHT) {
        nodes = tops.clone();
        count = nodes.length / SIZE;
        at = index / CHUNK;
      }
      if (height >= baseLayer + rangeHeight()) {
        hashes.add(node(nodes, count, at ^ 1, height));
      }
      count = HashTree.fold(nodes, count, height, sha256);
      at >>= 1;
    }
    return hashes;
  }

  /// The requests that together bring the piece layer of a file that is longer than a piece, each
  /// proven up to the root.
  public static List<HashRange> ofPieceLayer(long fileLength, int pieceLength) {
    int base = HashTree.pieceHeight(pieceLength);
    int pieces = (int) ((fileLength - 1) / pieceLength) + 1;
    int length = (int) Math.min(CHUNK, HashTree.width(pieces));
    List<HashRange> ranges = new ArrayList<>();
    for (int index = 0; index < pieces; index += length) {
      ranges.add(new HashRange(base, index, length, HashTree.height(fileLength) - base - 1));
    }
    return ranges;
  }

  private static Hash node(byte[] nodes, int count, int index, int height) {
    return index < count ? Hash.of(nodes, index * SIZE, SIZE) : HashTree.zero(height);
  }

  private static byte[] join(List<Hash> hashes, int count) {
    byte[] joined = new byte[count * SIZE];
    for (int i = 0; i < count; i++) {
      System.arraycopy(hashes.get(i).bytes(), 0, joined, i * SIZE, SIZE);
    }
    return joined;
  }

  /// Height of the range's own subtree.
  private int rangeHeight() {
    return Integer.numberOfTrailingZeros(length);
  }

  /// Height of the node that the proof ends at.
  private int top() {
    return baseLayer + Math.max(proofLayers + 1, rangeHeight());
  }
}
