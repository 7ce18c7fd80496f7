package dev.freshet.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A fixed number of bits, one a piece, with the count of set bits kept. Mutable; not thread-safe.
///
/// On the wire (BEP 3) the high bit of the first byte is piece 0 and the spare bits at the end are
/// zero.
public final class Bitfield {
  private final int size;
  private final long[] words;
  private int cardinality;

  /// `size` bits, all clear. Size is 0 or more.
  public Bitfield(int size) {
    this.size = size;
    this.words = new long[(size + 63) >>> 6];
  }

  private Bitfield(Bitfield other) {
    this.size = other.size;
    this.words = other.words.clone();
    this.cardinality = other.cardinality;
  }

  /// `size` bits, all set.
  public static Bitfield full(int size) {
    Bitfield field = new Bitfield(size);
    field.setAll();
    return field;
  }

  /// Reads the wire form; null if the length does not fit or a spare bit is set.
  public static @Nullable Bitfield parse(int size, byte[] wire) {
    if (wire.length != (size + 7) >>> 3) {
      return null;
    }
    Bitfield field = new Bitfield(size);
    for (int i = 0; i < wire.length; i++) {
      long reversed = Integer.toUnsignedLong(Integer.reverse(wire[i] & 0xff)) >>> 24;
      field.words[i >>> 3] |= reversed << ((i & 7) << 3);
    }
    int spare = size & 63;
    if (spare != 0 && (field.words[field.words.length - 1] >>> spare) != 0) {
      return null;
    }
    for (long word : field.words) {
      field.cardinality += Long.bitCount(word);
    }
    return field;
  }

  /// The wire form: ceil(size / 8) bytes.
  public byte[] toWire() {
    byte[] wire = new byte[(size + 7) >>> 3];
    for (int i = 0; i < wire.length; i++) {
      int bits = (int) (words[i >>> 3] >>> ((i & 7) << 3)) & 0xff;
      wire[i] = (byte) (Integer.reverse(bits) >>> 24);
    }
    return wire;
  }

  /// A copy that shares nothing.
  public Bitfield copy() {
    return new Bitfield(this);
  }

  /// How many bits there are.
  public int size() {
    return size;
  }

  /// How many bits are set. O(1).
  public int cardinality() {
    return cardinality;
  }

  /// Whether all bits are set.
  public boolean isFull() {
    return cardinality == size;
  }

  /// Whether no bit is set.
  public boolean isEmpty() {
    return cardinality == 0;
  }

  /// Whether bit `index` is set.
  public boolean get(int index) {
    check(index);
    return (words[index >>> 6] >>> index & 1) != 0;
  }

  /// Sets bit `index`; true if it was clear.
  public boolean set(int index) {
    check(index);
    long bit = 1L << index;
    if ((words[index >>> 6] & bit) != 0) {
      return false;
    }
    words[index >>> 6] |= bit;
    cardinality++;
    return true;
  }

  /// Clears bit `index`; true if it was set.
  public boolean clear(int index) {
    check(index);
    long bit = 1L << index;
    if ((words[index >>> 6] & bit) == 0) {
      return false;
    }
    words[index >>> 6] &= ~bit;
    cardinality--;
    return true;
  }

  /// Sets all bits.
  public void setAll() {
    Arrays.fill(words, -1L);
    if ((size & 63) != 0) {
      words[words.length - 1] = -1L >>> -size;
    }
    cardinality = size;
  }

  /// Clears all bits.
  public void clearAll() {
    Arrays.fill(words, 0);
    cardinality = 0;
  }

  /// Sets every bit that is set in `other`, of the same size.
  public void or(Bitfield other) {
    cardinality = 0;
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
      cardinality += Long.bitCount(words[i]);
    }
  }

  /// The first set bit at or after `from`, or -1.
  public int nextSet(int from) {
    return next(from, 0);
  }

  /// The first clear bit at or after `from`, or -1.
  public int nextClear(int from) {
    return next(from, -1);
  }

  /// The first bit at or after `from` that is set both here and in `other`, of the same size; or
  /// -1.
  public int nextCommon(Bitfield other, int from) {
    if (from >= size) {
      return -1;
    }
    int i = from >>> 6;
    long word = words[i] & other.words[i] & (-1L << from);
    while (word == 0) {
      if (++i == words.length) {
        return -1;
      }
      word = words[i] & other.words[i];
    }
    return (i << 6) + Long.numberOfTrailingZeros(word);
  }

  /// Whether some bit is set here and clear in `other`, of the same size.
  public boolean hasBeyond(Bitfield other) {
    for (int i = 0; i < words.length; i++) {
      if ((words[i] & ~other.words[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  /// The first bit at or after `from`, or else before it, that is set here and clear in `other`, of
  /// the same size; or -1.
  public int nextBeyond(Bitfield other, int from) {
    int start = from >>> 6;
    for (int i = 0; i <= words.length; i++) {
      int at = (start + i) % words.length;
      long word = words[at] & ~other.words[at];
      if (i == 0) {
        word &= -1L << from;
      } else if (i == words.length) {
        word &= ~(-1L << from);
      }
      if (word != 0) {
        return (at << 6) + Long.numberOfTrailingZeros(word);
      }
    }
    return -1;
  }

  /// How many bits are set here and in `within`, but not in `without`, all of the same size.
  public int countWithin(Bitfield within, Bitfield without) {
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      count += Long.bitCount(words[i] & within.words[i] & ~without.words[i]);
    }
    return count;
  }

  /// The bits that are not set here.
  public Bitfield complement() {
    Bitfield others = full(size);
    for (int i = 0; i < words.length; i++) {
      others.words[i] &= ~words[i];
    }
    others.cardinality -= cardinality;
    return others;
  }

  private int next(int from, long flip) {
    if (from >= size) {
      return -1;
    }
    int i = from >>> 6;
    long word = (words[i] ^ flip) & (-1L << from);
    while (word == 0) {
      if (++i == words.length) {
        return -1;
      }
      word = words[i] ^ flip;
    }
    int index = (i << 6) + Long.numberOfTrailingZeros(word);
    return index < size ? index : -1;
  }

  private void check(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("bit " + index + " of " + size);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bitfield that && size == that.size && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return 31 * size + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return cardinality + "/" + size;
  }
}
