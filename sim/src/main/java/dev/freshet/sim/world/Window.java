package dev.freshet.sim.world;

import java.util.Arrays;

/// How much one direction of a connection may have under way: TCP's congestion window in bytes
/// (slow start, then one segment more each round trip, half after a loss, RFC 5681), and the
/// acknowledgements that are on their way back.
final class Window {
  static final int SEGMENT = 1448;
  private static final long FIRST = 10L * SEGMENT;
  private static final long MOST = 4L << 20;

  /// The acknowledgements on their way, each its time and its bytes, in a ring of so many longs, a
  /// power of two: no object for each, of a large swarm there are too many.
  private long[] acks = new long[4];

  private int first;
  private int used;
  private long size = FIRST;
  private long threshold = MOST;
  private long underWay;
  private long halvedAt = Long.MIN_VALUE;

  /// Whether more may be sent. Takes in the acknowledgements that have come.
  boolean open(long now) {
    hear(now);
    return underWay < size;
  }

  private void hear(long now) {
    while (nextAck() <= now) {
      long bytes = acks[first + 1];
      first = (first + 2) & (acks.length - 1);
      used -= 2;
      underWay -= bytes;
      long grown = size < threshold ? bytes : SEGMENT * bytes / size;
      size = Math.min(MOST, size + grown);
    }
  }

  /// So much was sent.
  void sent(int bytes) {
    underWay += bytes;
  }

  /// So much will arrive; that will be known here then, after all that was to be known before.
  void arrives(long now, int bytes, long knownAt) {
    hear(now);
    if (used == acks.length) {
      grow();
    }
    int end = (first + used) & (acks.length - 1);
    acks[end] = knownAt;
    acks[end + 1] = bytes;
    used += 2;
  }

  private void grow() {
    long[] more = Arrays.copyOfRange(acks, first, first + 2 * used);
    System.arraycopy(acks, 0, more, used - first, first);
    acks = more;
    first = 0;
  }

  /// When the next acknowledgement comes; [Long#MAX_VALUE] if none is on its way.
  long nextAck() {
    return used == 0 ? Long.MAX_VALUE : acks[first];
  }

  /// Something was lost; losses within one round trip count as one.
  void lost(long now, long roundTrip) {
    if (halvedAt == Long.MIN_VALUE || now - halvedAt >= roundTrip) {
      halvedAt = now;
      threshold = Math.max(size / 2, 2L * SEGMENT);
      size = threshold;
    }
  }

  /// How long it takes to notice a loss and send again: a round trip when enough is under way for
  /// duplicate acknowledgements, else the retransmission timer.
  long recovery(long roundTrip) {
    return underWay >= 4L * SEGMENT ? roundTrip : Math.max(200_000_000L, 2 * roundTrip);
  }
}
