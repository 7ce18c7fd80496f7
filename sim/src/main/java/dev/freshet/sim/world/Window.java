package dev.freshet.sim.world;

import java.util.ArrayDeque;

/// How much one direction of a connection may have under way: TCP's congestion window in bytes
/// (slow start, then one segment more each round trip, half after a loss, RFC 5681), and the
/// acknowledgements that are on their way back.
final class Window {
  static final int SEGMENT = 1448;
  private static final long FIRST = 10L * SEGMENT;
  private static final long MOST = 4L << 20;

  private record Ack(long at, int bytes) {}

  private final ArrayDeque<Ack> acks = new ArrayDeque<>();
  private long size = FIRST;
  private long threshold = MOST;
  private long underWay;
  private long halvedAt = Long.MIN_VALUE;

  /// Whether more may be sent. Takes in the acknowledgements that have come.
  boolean open(long now) {
    for (Ack ack = acks.peek(); ack != null && ack.at <= now; ack = acks.peek()) {
      acks.remove();
      underWay -= ack.bytes;
      long grown = size < threshold ? ack.bytes : (long) SEGMENT * ack.bytes / size;
      size = Math.min(MOST, size + grown);
    }
    return underWay < size;
  }

  /// So much was sent.
  void sent(int bytes) {
    underWay += bytes;
  }

  /// So much arrived; that will be known here then.
  void arrived(int bytes, long knownAt) {
    acks.add(new Ack(knownAt, bytes));
  }

  /// When the next acknowledgement comes; [Long#MAX_VALUE] if none is on its way.
  long nextAck() {
    Ack next = acks.peek();
    return next == null ? Long.MAX_VALUE : next.at;
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
