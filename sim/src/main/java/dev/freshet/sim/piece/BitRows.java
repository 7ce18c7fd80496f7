package dev.freshet.sim.piece;

import java.util.Arrays;

/// A row of bits for each of very many, all in one array.
final class BitRows {
  /// The most that one array of Java holds.
  private static final long MOST_WORDS = Integer.MAX_VALUE - 8L;

  private final int words;
  private final long[] all;

  BitRows(int rows, int bits) {
    words = (bits + Long.SIZE - 1) / Long.SIZE;
    if ((long) rows * words > MOST_WORDS) {
      throw new IllegalArgumentException(rows + " peers with " + bits + " pieces are too many");
    }
    all = new long[rows * words];
  }

  int words() {
    return words;
  }

  /// Word `word` of the row.
  long word(int row, int word) {
    return all[row * words + word];
  }

  boolean get(int row, int bit) {
    return (all[row * words + (bit >>> 6)] & (1L << bit)) != 0;
  }

  void set(int row, int bit) {
    all[row * words + (bit >>> 6)] |= 1L << bit;
  }

  void clear(int row, int bit) {
    all[row * words + (bit >>> 6)] &= ~(1L << bit);
  }

  /// Makes the row like that row of others of the same width.
  void copy(int row, BitRows from) {
    System.arraycopy(from.all, row * words, all, row * words, words);
  }

  /// Sets the first `bits` of the row.
  void fill(int row, int bits) {
    Arrays.fill(all, row * words, (row + 1) * words, -1L);
    if (bits % Long.SIZE != 0) {
      all[(row + 1) * words - 1] = (1L << bits) - 1;
    }
  }
}
