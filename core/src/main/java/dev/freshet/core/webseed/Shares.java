package dev.freshet.core.webseed;

import java.util.Arrays;

/// Who of those who ask a server fetches which pieces. Each stretch of pieces is drawn by lot among
/// the first few of all who want the file, by a draw that comes out the same for everyone who knows
/// the same peers (rendezvous hashing). So neighbours fetch different pieces without a word.
public final class Shares {
  /// So many of those who are near each other ask at the same time.
  public static final int MOST = 4;

  private final int stretch;
  private final long own;
  private long[] first = {};
  private boolean among;

  /// Nobody else is known. `own` stands for us, and `stretch` pieces in a row go to one.
  public Shares(long own, int stretch) {
    this.own = own;
    this.stretch = stretch;
    among(new long[0]);
  }

  /// Near us these others want the file.
  public void among(long[] others) {
    long[] all = Arrays.copyOf(others, others.length + 1);
    all[others.length] = own;
    Arrays.sort(all);
    first = Arrays.copyOfRange(all, Math.max(0, all.length - MOST), all.length);
    among = false;
    for (long one : first) {
      among |= one == own;
    }
  }

  /// Whether we are one of those who ask.
  public boolean asking() {
    return among;
  }

  /// Whether this piece is ours to fetch.
  public boolean ours(int piece) {
    long lot = mix(piece / stretch);
    long best = Long.MIN_VALUE;
    long winner = own;
    for (long one : first) {
      long drawn = mix(one ^ lot);
      if (drawn >= best) {
        best = drawn;
        winner = one;
      }
    }
    return winner == own;
  }

  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
