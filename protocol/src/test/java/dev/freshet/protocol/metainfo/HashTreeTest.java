package dev.freshet.protocol.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HashTreeTest {
  /// A whole tree, layer by layer from the leaves up, built without any short cut.
  private static List<List<Hash>> tree(byte[] leaves, int height) {
    List<Hash> layer = new ArrayList<>();
    for (int i = 0; i < 1 << height; i++) {
      layer.add(i < leaves.length / 32 ? Hash.of(leaves, i * 32, 32) : Hash.of(new byte[32]));
    }
    List<List<Hash>> layers = new ArrayList<>(List.of(layer));
    while (layer.size() > 1) {
      List<Hash> above = new ArrayList<>();
      for (int i = 0; i < layer.size(); i += 2) {
        above.add(HashTree.parent(layer.get(i), layer.get(i + 1)));
      }
      layers.add(above);
      layer = above;
    }
    return layers;
  }

  private static byte[] random(SplittableRandom random, int count) {
    byte[] hashes = new byte[count * 32];
    random.nextBytes(hashes);
    return hashes;
  }

  private static byte[] bytes(List<Hash> hashes, int count) {
    byte[] bytes = new byte[count * 32];
    for (int i = 0; i < count; i++) {
      System.arraycopy(hashes.get(i).bytes(), 0, bytes, i * 32, 32);
    }
    return bytes;
  }

  @Test
  void parentsAreTheSha256OfTwoNodes() {
    assertThat(HashTree.parent(Hash.of(new byte[32]), Hash.of(new byte[32])))
        .isEqualTo(Hash.of(HashTree.sha256().digest(new byte[64])));
    assertThat(HashTree.zero(1)).isEqualTo(Hash.of(HashTree.sha256().digest(new byte[64])));
    assertThat(HashTree.zero(2)).isEqualTo(HashTree.parent(HashTree.zero(1), HashTree.zero(1)));
  }

  @Test
  void widthsAndHeightsFollowLengths() {
    assertThat(HashTree.width(0)).isEqualTo(1);
    assertThat(HashTree.width(1)).isEqualTo(1);
    assertThat(HashTree.width(3)).isEqualTo(4);
    assertThat(HashTree.width(4)).isEqualTo(4);
    assertThat(HashTree.height(1)).isZero();
    assertThat(HashTree.height(16384)).isZero();
    assertThat(HashTree.height(16385)).isEqualTo(1);
    assertThat(HashTree.height(1L << 50)).isEqualTo(36);
    assertThat(HashTree.pieceHeight(16384)).isZero();
    assertThat(HashTree.pieceHeight(1 << 20)).isEqualTo(6);
  }

  @Test
  void rootsAreThoseOfTheWholeTree() {
    SplittableRandom random = new SplittableRandom(1);
    for (int count = 0; count <= 33; count++) {
      byte[] leaves = random(random, count);
      for (int height = 0; height <= 7; height++) {
        if (1 << height >= count) {
          List<List<Hash>> tree = tree(leaves, height);
          assertThat(HashTree.root(leaves, 0, count, 1L << height, 0))
              .isEqualTo(tree.getLast().getFirst());
          int base = height / 2;
          int known = (count + (1 << base) - 1) >> base;
          byte[] layer = bytes(tree.get(base), known);
          assertThat(HashTree.root(layer, 0, known, 1L << (height - base), base))
              .isEqualTo(tree.getLast().getFirst());
        }
      }
    }
    assertThatThrownBy(() -> HashTree.root(new byte[96], 0, 3, 2, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HashTree.root(new byte[96], 0, 3, 5, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void answersProveTheirNodes() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      // now and then more than a chunk
      int blocks = random.nextInt(2, seed % 10 == 0 ? 5000 : 70);
      long length = blocks * 16384L - random.nextInt(16384);
      byte[] leaves = random(random, blocks);
      int height = HashTree.height(length);
      List<List<Hash>> tree = tree(leaves, height);
      Hash root = tree.getLast().getFirst();
      int base = random.nextInt(blocks > 1024 ? 2 : height);
      byte[] layer = bytes(tree.get(base), (blocks + (1 << base) - 1) >> base);
      int size = 1 << random.nextInt(height - base + 1);
      int index = random.nextInt((1 << (height - base)) / size) * size;
      HashRange range = new HashRange(base, index, size, height - base - 1);
      List<Hash> hashes =
          Objects.requireNonNull(range.answer(layer, HashTree.tops(layer, base), length));
      String about = "seed " + seed + " " + range;
      assertThat(hashes).as(about).hasSize(range.hashCount());
      assertThat(hashes.subList(0, size)).isEqualTo(tree.get(base).subList(index, index + size));
      assertThat(range.proves(root, length, hashes)).as(about).isTrue();
      assertFalsified(range, root, length, hashes, random, about);
    }
  }

  private static void assertFalsified(
      HashRange range,
      Hash root,
      long length,
      List<Hash> hashes,
      SplittableRandom random,
      String about) {
    List<Hash> changed = new ArrayList<>(hashes);
    int at = random.nextInt(changed.size());
    byte[] bytes = changed.get(at).bytes();
    bytes[random.nextInt(32)] ^= 1;
    changed.set(at, Hash.of(bytes));
    assertThat(range.proves(root, length, changed)).as(about).isFalse();
    List<Hash> fewer = hashes.subList(0, hashes.size() - 1);
    assertThat(range.proves(root, length, fewer)).as(about).isFalse();
    List<Hash> more = new ArrayList<>(hashes);
    more.add(hashes.getLast());
    assertThat(range.proves(root, length, more)).as(about).isFalse();
    List<Hash> shorter = new ArrayList<>(hashes);
    shorter.set(at, Hash.of(new byte[20]));
    assertThat(range.proves(root, length, shorter)).as(about).isFalse();
    if (range.proofLayers() + 1 > Integer.numberOfTrailingZeros(range.length())) {
      HashRange lower =
          new HashRange(range.baseLayer(), range.index(), range.length(), range.proofLayers() - 1);
      assertThat(lower.proves(root, length, fewer)).as(about).isFalse();
    }
  }

  @Test
  void rangesThatTheFileHasNotAreRefused() {
    long length = 8 * 16384;
    assertThat(new HashRange(0, 0, 8, 2).fits(length)).isTrue();
    assertThat(new HashRange(0, 0, 8, 3).fits(length)).isFalse();
    assertThat(new HashRange(3, 0, 1, 0).fits(length)).isFalse();
    assertThat(new HashRange(0, 8, 8, 0).fits(length)).isFalse();
    assertThat(new HashRange(0, 4, 8, 0).fits(length)).isFalse();
    assertThat(new HashRange(0, 0, 3, 0).fits(length)).isFalse();
    assertThat(new HashRange(0, 0, 0, 0).fits(length)).isFalse();
    assertThat(new HashRange(0, -1, 1, 0).fits(length)).isFalse();
    assertThat(new HashRange(-1, 0, 1, 0).fits(length)).isFalse();
    assertThat(new HashRange(0, 0, 1, -1).fits(length)).isFalse();
    assertThat(new HashRange(0, 0, 16384, 1).fits(1L << 40)).isFalse();
    assertThat(new HashRange(0, Integer.MAX_VALUE, 1, 0).fits(length)).isFalse();
    assertThat(new HashRange(1 << 30, 0, 1, 0).fits(length)).isFalse();
    assertThat(new HashRange(0, 0, 8, 3).answer(new byte[256], new byte[32], length)).isNull();
  }

  @Test
  void aPieceLayerIsAskedForInChunks() {
    assertThat(HashRange.ofPieceLayer(3 * 32768L, 32768))
        .containsExactly(new HashRange(1, 0, 4, 1));
    List<HashRange> chunks = HashRange.ofPieceLayer(1025 * 16384L, 16384);
    assertThat(chunks)
        .containsExactly(
            new HashRange(0, 0, 512, 10),
            new HashRange(0, 512, 512, 10),
            new HashRange(0, 1024, 512, 10));
    assertThat(chunks).allMatch(chunk -> chunk.fits(1025 * 16384L));
    assertThat(chunks.getFirst().hashCount()).isEqualTo(514);
  }
}
