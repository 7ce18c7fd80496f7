package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// The arithmetic of BEP 52 hash trees. A file's tree has the SHA-256 of each of its 16 KiB blocks
/// as leaves, filled up with zero hashes to a power of two; each node above is the SHA-256 of its
/// two children. Heights count from the leaves, which have height 0; a layer is the nodes of one
/// height.
public final class HashTree {
  private static final int SIZE = Hash.SHA256_LENGTH;

  /// No tree is higher: the longest torrent has 2^36 blocks.
  private static final int MAX_HEIGHT = 40;

  /// For each height, the hash of a subtree of nothing but zero hashes.
  private static final byte[] ZEROS = zeros();

  private HashTree() {}

  /// How many leaves a tree over `blocks` blocks has: the next power of two. 1 for none.
  public static long width(long blocks) {
    return blocks <= 1 ? 1 : Long.highestOneBit(blocks - 1) << 1;
  }

  /// The height of the tree of a file of `length` bytes, 1 or more: 0 if one block is all of it.
  public static int height(long length) {
    return Long.numberOfTrailingZeros(width((length - 1) / Geometry.BLOCK + 1));
  }

  /// The height at which one node stands for a piece of that many bytes, a power of two of 16 KiB
  /// or more.
  public static int pieceHeight(int pieceLength) {
    return Integer.numberOfTrailingZeros(pieceLength / Geometry.BLOCK);
  }

  /// The root over `count` nodes of `height`, 32 bytes each, that stand in `layer` from byte `from`
  /// on: the nodes beyond, up to `width`, a power of two, are those of zero hashes.
  public static Hash root(byte[] layer, int from, int count, long width, int height) {
    if (count < 0 || count > width || Long.bitCount(width) != 1) {
      throw new IllegalArgumentException(count + " nodes in a tree of " + width);
    }
    byte[] nodes = Arrays.copyOfRange(layer, from, from + Math.max(1, count) * SIZE);
    int at = height;
    int left = count;
    if (left == 0) {
      return zero(height + Long.numberOfTrailingZeros(width));
    }
    MessageDigest sha256 = sha256();
    for (long rest = width; rest > 1; rest >>= 1, at++) {
      left = fold(nodes, left, at, sha256);
    }
    return Hash.of(nodes, 0, SIZE);
  }

  /// The root over the hashes of the blocks of one piece, 32 bytes each from the start of `leaves`.
  ///
  /// @param width leaves of the piece's subtree, as [PieceHash#v2Width] and [TreeSpan#leafWidth]
  ///   tell it
  public static Hash pieceRoot(byte[] leaves, int count, int width) {
    return root(leaves, 0, count, width, 0);
  }

  /// The nodes above a whole layer of that height, one for every [HashRange#CHUNK], 32 bytes each.
  public static byte[] tops(byte[] layer, int height) {
    int count = layer.length / SIZE;
    byte[] tops = new byte[(count + HashRange.CHUNK - 1) / HashRange.CHUNK * SIZE];
    for (int first = 0; first < count; first += HashRange.CHUNK) {
      int nodes = Math.min(HashRange.CHUNK, count - first);
      byte[] top = root(layer, first * SIZE, nodes, HashRange.CHUNK, height).bytes();
      System.arraycopy(top, 0, tops, first / HashRange.CHUNK * SIZE, SIZE);
    }
    return tops;
  }

  /// The node above these two.
  static Hash parent(Hash left, Hash right) {
    MessageDigest sha256 = sha256();
    sha256.update(left.bytes());
    return Hash.of(sha256.digest(right.bytes()));
  }

  /// The node of this height over nothing but zero hashes.
  static Hash zero(int height) {
    return Hash.of(ZEROS, height * SIZE, SIZE);
  }

  /// Turns `count` nodes of `height` into their parents, in place; tells how many those are.
  static int fold(byte[] nodes, int count, int height, MessageDigest sha256) {
    int pairs = count / 2;
    try {
      for (int i = 0; i < pairs; i++) {
        sha256.update(nodes, 2 * i * SIZE, 2 * SIZE);
        sha256.digest(nodes, i * SIZE, SIZE);
      }
      if (count % 2 == 0) {
        return pairs;
      }
      sha256.update(nodes, 2 * pairs * SIZE, SIZE);
      sha256.update(ZEROS, height * SIZE, SIZE);
      sha256.digest(nodes, pairs * SIZE, SIZE);
      return pairs + 1;
    } catch (DigestException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static MessageDigest sha256() {
    return digest("SHA-256");
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static byte[] zeros() {
    byte[] zeros = new byte[MAX_HEIGHT * SIZE];
    MessageDigest sha256 = sha256();
    for (int height = 1; height < MAX_HEIGHT; height++) {
      sha256.update(zeros, (height - 1) * SIZE, SIZE);
      sha256.update(zeros, (height - 1) * SIZE, SIZE);
      System.arraycopy(sha256.digest(), 0, zeros, height * SIZE, SIZE);
    }
    return zeros;
  }
}
