package dev.freshet.sim.piece;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Chooses which piece a peer gets from a neighbour: the rarest among some of its own neighbours,
/// or any while it has few, as the product's picker does. Counts many pieces at once, a bit of the
/// count in each of a few words.
final class Rarity {
  /// So many neighbours are looked at.
  private static final int LOOKS = 16;

  /// Counts go up to 31.
  private static final int PLANES = 5;

  /// So many pieces are chosen by chance before the rarest go first.
  private static final int RANDOM_FIRST = 4;

  private final BitRows have;
  private final BitRows claimed;
  private final Overlay overlay;
  private final SplittableRandom random;
  private final long[] open;
  private final long[][] planes;

  Rarity(BitRows have, BitRows claimed, Overlay overlay, SplittableRandom random) {
    this.have = have;
    this.claimed = claimed;
    this.overlay = overlay;
    this.random = random;
    open = new long[have.words()];
    planes = new long[PLANES][have.words()];
  }

  /// A piece of `from` that `to`, which has so many, does not have and is not getting; -1 if there
  /// is none.
  int choose(int from, int to, int toHas) {
    long any = 0;
    for (int word = 0; word < open.length; word++) {
      open[word] = have.word(from, word) & ~claimed.word(to, word);
      any |= open[word];
    }
    if (any == 0) {
      return -1;
    }
    if (toHas >= RANDOM_FIRST) {
      count(to);
      keepRarest();
    }
    return oneOfOpen();
  }

  private void count(int to) {
    for (long[] plane : planes) {
      Arrays.fill(plane, 0);
    }
    int degree = overlay.degree(to);
    int looks = Math.min(LOOKS, degree);
    int place = random.nextInt(degree);
    for (int i = 0; i < looks; i++) {
      int neighbour = overlay.far(to, place);
      place = place + 1 == degree ? 0 : place + 1;
      for (int word = 0; word < open.length; word++) {
        long carry = have.word(neighbour, word) & open[word];
        for (int plane = 0; carry != 0; plane++) {
          long bits = planes[plane][word];
          planes[plane][word] = bits ^ carry;
          carry &= bits;
        }
      }
    }
  }

  /// From the highest bit down: if some have a 0 there, those with a 1 are out.
  private void keepRarest() {
    for (int plane = PLANES - 1; plane >= 0; plane--) {
      long any = 0;
      for (int word = 0; word < open.length; word++) {
        any |= open[word] & ~planes[plane][word];
      }
      if (any != 0) {
        for (int word = 0; word < open.length; word++) {
          open[word] &= ~planes[plane][word];
        }
      }
    }
  }

  /// Each as likely as any other.
  private int oneOfOpen() {
    int all = 0;
    for (long bits : open) {
      all += Long.bitCount(bits);
    }
    int skip = random.nextInt(all);
    int word = 0;
    while (skip >= Long.bitCount(open[word])) {
      skip -= Long.bitCount(open[word]);
      word++;
    }
    long bits = open[word];
    for (; skip > 0; skip--) {
      bits &= bits - 1;
    }
    return word * Long.SIZE + Long.numberOfTrailingZeros(bits);
  }
}
