package dev.freshet.core.piece;

import dev.freshet.protocol.Bitfield;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// How many neighbours have each piece, and which of the open pieces, those that may be begun, is
/// the rarest.
///
/// A neighbour with everything is only counted as a seed, so that seeds come and go in no time
/// however many pieces there are. To count one otherwise than before takes a step for each piece,
/// so that is done twice at most: a seed that takes something back (BEP 54) is counted piece by
/// piece for good, and gains nothing by taking back and having again. The caller's part is to tell
/// of each change of a neighbour's bitfield, right after it. A neighbour that comes or goes with
/// many pieces makes the order of the open ones stale, and it is sorted anew when it is next
/// needed, at most once for all of them.
public final class Availability {
  private static final int MANY = 256;
  private static final int PROBES = 1024;
  private static final int SAMPLES = 4096;

  /// How one neighbour is counted.
  public static final class Share {
    private boolean seed;
    private boolean wasSeed;

    private Share(boolean seed) {
      this.seed = seed;
    }
  }

  private final int[] counts;
  private final RarityOrder order;
  private final Bitfield open;
  private final RandomGenerator random;

  /// How many pieces have each count.
  private int[] tally = new int[16];

  private int seeds;
  private boolean stale;

  /// No neighbours yet, and no piece open.
  public Availability(int pieceCount, RandomGenerator random) {
    this.counts = new int[pieceCount];
    this.order = new RarityOrder(pieceCount, random);
    this.open = new Bitfield(pieceCount);
    this.random = random;
    this.tally[0] = pieceCount;
  }

  // What the neighbours have.

  /// A neighbour came that has these. How it is counted from now on.
  public Share joined(Bitfield has) {
    Share share = new Share(has.isFull());
    addAll(share, has, 1);
    return share;
  }

  /// A neighbour that has these is gone.
  public void left(Share share, Bitfield has) {
    addAll(share, has, -1);
  }

  /// A neighbour has this piece now; `has` with it in.
  public void gained(Share share, Bitfield has, int piece) {
    if (has.isFull() && !share.wasSeed) {
      share.seed = true;
      seeds++;
      moveOthers(piece, -1);
    } else {
      move(piece, 1);
    }
  }

  /// A neighbour does not have this piece any more (BEP 54).
  public void lost(Share share, int piece) {
    if (share.seed) {
      share.seed = false;
      share.wasSeed = true;
      seeds--;
      moveOthers(piece, 1);
    } else {
      move(piece, -1);
    }
  }

  private void moveOthers(int piece, int change) {
    stale |= counts.length >= MANY;
    for (int i = 0; i < counts.length; i++) {
      if (i != piece) {
        move(i, change);
      }
    }
  }

  // What may be begun.

  /// The piece may be begun from now on. Nothing if it may be already.
  public void open(int piece) {
    if (open.set(piece)) {
      order.add(piece, stale ? 0 : counts[piece]);
    }
  }

  /// The piece may not be begun any more. Nothing if it may not be anyway.
  public void close(int piece) {
    if (open.clear(piece)) {
      settle();
      order.remove(piece, counts[piece]);
    }
  }

  /// How many pieces are open.
  public int openCount() {
    return open.cardinality();
  }

  /// The first open piece from this one on, or -1.
  public int nextOpen(int from) {
    return from < counts.length ? open.nextSet(from) : -1;
  }

  /// The first open piece from this one on that no neighbour has, or -1.
  public int nextUnseen(int from) {
    if (seeds > 0) {
      return -1;
    }
    int piece = nextOpen(from);
    while (piece >= 0 && counts[piece] > 0) {
      piece = nextOpen(piece + 1);
    }
    return piece;
  }

  /// The rarest of the open pieces that are in `has`, or -1. Equals by chance. Where the rarest
  /// thousand are all missing from `has`, the rarest of some thousand that are in it.
  public int rarest(Bitfield has) {
    settle();
    int probes = Math.min(PROBES, order.size());
    for (int place = 0; place < probes; place++) {
      int piece = order.at(place);
      if (has.get(piece)) {
        return piece;
      }
    }
    return probes == order.size() ? -1 : rarestOfSome(has);
  }

  /// The rarest of the open pieces that are not in `has`, or -1. Equals by chance.
  public int rarestBeyond(Bitfield has) {
    settle();
    for (int place = 0; place < order.size(); place++) {
      if (!has.get(order.at(place))) {
        return order.at(place);
      }
    }
    return -1;
  }

  /// Any of the open pieces that are in `has`, by chance, or -1.
  public int any(Bitfield has) {
    if (counts.length == 0) {
      return -1;
    }
    int from = random.nextInt(counts.length);
    int piece = open.nextCommon(has, from);
    return piece >= 0 ? piece : open.nextCommon(has, 0);
  }

  // What is asked.

  /// How many neighbours have this piece.
  public int count(int piece) {
    return counts[piece] + seeds;
  }

  /// How many neighbours are counted as seeds, which have everything.
  public int seeds() {
    return seeds;
  }

  /// How many pieces nobody has.
  public int without() {
    return seeds > 0 ? 0 : tally[0];
  }

  /// The least that any piece is counted.
  public int rarestCount() {
    return counts.length == 0 ? seeds : least() + seeds;
  }

  /// How many copies there are among the neighbours: the count of the rarest piece, and the share
  /// of the pieces that are counted more often.
  public double copies() {
    if (counts.length == 0) {
      return seeds;
    }
    int least = least();
    return seeds + least + (double) (counts.length - tally[least]) / counts.length;
  }

  private int least() {
    int least = 0;
    while (tally[least] == 0) {
      least++;
    }
    return least;
  }

  private int rarestOfSome(Bitfield has) {
    int best = -1;
    int piece = any(has);
    for (int i = 0; i < SAMPLES && piece >= 0; i++) {
      if (best < 0 || counts[piece] < counts[best]) {
        best = piece;
      }
      piece = open.nextCommon(has, piece + 1);
    }
    return best;
  }

  private void addAll(Share share, Bitfield has, int change) {
    if (share.seed) {
      seeds += change;
      return;
    }
    stale |= has.cardinality() >= MANY;
    for (int piece = has.nextSet(0); piece >= 0; piece = has.nextSet(piece + 1)) {
      move(piece, change);
    }
  }

  private void move(int piece, int change) {
    int count = counts[piece];
    if (!stale && order.contains(piece)) {
      if (change > 0) {
        order.up(piece, count);
      } else {
        order.down(piece, count);
      }
    }
    counts[piece] = count + change;
    if (count + change == tally.length) {
      tally = Arrays.copyOf(tally, 2 * tally.length);
    }
    tally[count]--;
    tally[count + change]++;
  }

  private void settle() {
    if (stale) {
      stale = false;
      order.rebuild(counts);
    }
  }
}
