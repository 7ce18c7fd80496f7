package dev.freshet.storage.hash;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.HashTree;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The hashes of one piece, growing as its bytes come: the SHA-1 over all of it, which takes bytes
/// only in order, and the SHA-256 of each 16 KiB block of its data, which takes blocks in any
/// order. What came out of order for the one or in parts for the other stays wanted, to be read
/// again later. Not thread-safe.
public final class PieceDigest {
  private static final int BLOCK = Geometry.BLOCK;

  private final int size;
  private final @Nullable MessageDigest sha1;
  private int sha1Position;
  private final int leafLength;
  private final byte[] leaves;
  private final BitSet leafDone = new BitSet();
  private final @Nullable MessageDigest sha256;

  /// Nothing hashed yet.
  ///
  /// @param size bytes of the piece, padding included: what SHA-1 is over
  /// @param sha1 whether the SHA-1 is wanted
  /// @param leafLength bytes from the piece's beginning whose blocks' SHA-256 are wanted, 0 if none
  public PieceDigest(int size, boolean sha1, int leafLength) {
    this.size = size;
    this.sha1 = sha1 ? Digests.sha1() : null;
    this.leafLength = leafLength;
    this.leaves = new byte[leafCount(leafLength) * Hash.SHA256_LENGTH];
    this.sha256 = leafLength > 0 ? Digests.sha256() : null;
  }

  /// Takes the bytes from position to limit, which stand at `begin` of the piece, as far as they
  /// are of use. Leaves the buffer as it was.
  public void take(int begin, ByteBuffer bytes) {
    int end = begin + bytes.remaining();
    if (sha1 != null && begin <= sha1Position && sha1Position < end) {
      sha1.update(bytes.duplicate().position(bytes.position() + sha1Position - begin));
      sha1Position = end;
    }
    for (int leaf = (begin + BLOCK - 1) / BLOCK; leaf < leafCount(leafLength); leaf++) {
      int from = leaf * BLOCK;
      int to = Math.min(from + BLOCK, leafLength);
      if (to > end) {
        break;
      }
      if (!leafDone.get(leaf)) {
        int at = bytes.position() + from - begin;
        takeLeaf(leaf, bytes.duplicate().limit(at + to - from).position(at));
      }
    }
  }

  /// Whether some of these bytes have already been taken, so that changing them makes this void.
  public boolean hasTaken(int begin, int length) {
    int first = begin / BLOCK;
    int next = leafDone.nextSetBit(first);
    return begin < sha1Position || (next >= 0 && next * BLOCK < begin + length);
  }

  /// Whether the SHA-1 is being made.
  public boolean hasSha1() {
    return sha1 != null;
  }

  /// Bytes whose blocks' SHA-256 are being made.
  public int leafLength() {
    return leafLength;
  }

  /// The first position from `from` on whose block is still wanted by one or the other; the piece's
  /// size if none is.
  public int nextWanted(int from) {
    int leaf = leafDone.nextClearBit(from / BLOCK);
    int byLeaf = leaf < leafCount(leafLength) ? Math.max(from, leaf * BLOCK) : size;
    int bySha1 = sha1 == null ? size : Math.max(from, sha1Position / BLOCK * BLOCK);
    boolean sha1Done = sha1 == null || sha1Position == size;
    return Math.min(size, sha1Done ? byLeaf : Math.min(byLeaf, bySha1));
  }

  /// The SHA-1 of the piece, once nothing is wanted any more. Only once.
  public Hash sha1() {
    if (sha1 == null || sha1Position != size) {
      throw new IllegalStateException("SHA-1 over " + sha1Position + " of " + size + " bytes");
    }
    return Hash.of(sha1.digest());
  }

  /// The SHA-256 of each block, one after the other, once nothing is wanted any more.
  public byte[] leaves() {
    if (leafDone.cardinality() != leafCount(leafLength)) {
      throw new IllegalStateException("some blocks are not hashed");
    }
    return leaves;
  }

  /// The root over the leaves in a subtree of that many, once nothing is wanted any more.
  public Hash root(int width) {
    return HashTree.pieceRoot(leaves(), leafCount(leafLength), width);
  }

  private void takeLeaf(int leaf, ByteBuffer bytes) {
    if (sha256 == null) {
      return;
    }
    sha256.update(bytes);
    try {
      sha256.digest(leaves, leaf * Hash.SHA256_LENGTH, Hash.SHA256_LENGTH);
    } catch (DigestException impossible) {
      throw new IllegalStateException(impossible);
    }
    leafDone.set(leaf);
  }

  private static int leafCount(int length) {
    return (length + BLOCK - 1) / BLOCK;
  }
}
