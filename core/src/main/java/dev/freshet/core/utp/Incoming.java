package dev.freshet.core.utp;

import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.utp.UtpCodec;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The stream as it comes in: puts packets in order, keeps those that came too early, hands on what
/// is whole. Holds no more than its window, each packet counted with what it costs to keep it.
final class Incoming {
  /// The most bytes that may be under way to us, or be here and not read.
  static final int WINDOW = 1 << 20;

  /// The most that is handed on in one piece.
  static final int MOST_AT_ONCE = 128 << 10;

  /// How far ahead of the stream a packet may be, in packets.
  private static final int SLOTS = 1024;

  private static final int FIRST_SLOTS = 16;
  private static final int COST = 64;
  private static final byte[] NONE = {};

  private final Budget budget;
  private final ArrayDeque<ByteBuffer> whole = new ArrayDeque<>();
  private int wholeBytes;
  private int wholeCost;

  /// Packets that came too early, by number; a power of two of them.
  private @Nullable ByteBuffer[] early = {};

  private int earlyCount;
  private int earlyCost;
  private long next;
  private long furthest;
  private long end = Long.MAX_VALUE;

  /// The first packet has this number.
  Incoming(long first, Budget budget) {
    this.next = first;
    this.furthest = first - 1;
    this.budget = budget;
  }

  /// The number of the packet that the stream waits for.
  long next() {
    return next;
  }

  /// The stream ends with this packet.
  void endsWith(long number) {
    if (end == Long.MAX_VALUE && number >= next) {
      end = number;
    }
  }

  /// Whether all of the stream has come and was handed on.
  boolean atEnd() {
    return next > end && whole.isEmpty();
  }

  /// A packet has come. False if it is of no use: it was here before, it is further ahead than may
  /// be, or there is no room.
  boolean take(long number, ByteBuffer came) {
    int cost = came.remaining() + COST;
    if (number < next || number > end || number - next >= SLOTS || !hasRoom(number, cost)) {
      return false;
    }
    ByteBuffer payload = alone(came);
    if (number > next) {
      return keep(number, payload, cost);
    }
    add(payload, cost);
    next++;
    while (earlyCount > 0) {
      int slot = (int) next & (early.length - 1);
      ByteBuffer packet = early[slot];
      if (packet == null) {
        break;
      }
      early[slot] = null;
      earlyCount--;
      earlyCost -= packet.remaining() + COST;
      budget.give(packet.remaining() + COST);
      add(packet, packet.remaining() + COST);
      next++;
    }
    return true;
  }

  /// The payload without what comes before it in its datagram, where that is more than what keeping
  /// it is counted with.
  private static ByteBuffer alone(ByteBuffer payload) {
    if (payload.hasArray() && payload.arrayOffset() + payload.position() <= COST) {
      return payload;
    }
    return ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
  }

  private boolean hasRoom(long number, int cost) {
    long most = Math.min(WINDOW, budget.share());
    // what the stream waits for gets in first, or nobody could ever hand anything on
    return wholeCost + earlyCost + cost <= most + most / 4 || (number == next && whole.isEmpty());
  }

  private boolean keep(long number, ByteBuffer payload, int cost) {
    int ahead = (int) (number - next);
    if (ahead >= early.length) {
      grow(ahead);
    }
    int slot = (int) number & (early.length - 1);
    if (early[slot] != null) {
      return false;
    }
    early[slot] = payload;
    earlyCount++;
    earlyCost += cost;
    budget.take(cost);
    furthest = Math.max(furthest, number);
    return true;
  }

  private void grow(int ahead) {
    int length = Math.max(FIRST_SLOTS, Integer.highestOneBit(ahead) << 1);
    @Nullable ByteBuffer[] larger = new ByteBuffer[length];
    for (long number = next; number < next + early.length; number++) {
      larger[(int) number & (length - 1)] = early[(int) number & (early.length - 1)];
    }
    early = larger;
  }

  private void add(ByteBuffer payload, int cost) {
    if (payload.hasRemaining()) {
      whole.add(payload);
      wholeBytes += payload.remaining();
      wholeCost += cost;
      budget.take(cost);
    }
  }

  /// Whether something can be handed on.
  boolean hasWhole() {
    return !whole.isEmpty();
  }

  /// Takes out the next bytes of the stream; there are some.
  Lease handOn() {
    if (whole.size() == 1) {
      ByteBuffer only = whole.remove();
      removed(only);
      return Lease.unpooled(only);
    }
    ByteBuffer all = ByteBuffer.allocate(Math.min(wholeBytes, MOST_AT_ONCE));
    while (!whole.isEmpty() && whole.element().remaining() <= all.remaining()) {
      ByteBuffer packet = whole.remove();
      removed(packet);
      all.put(packet.duplicate());
    }
    return Lease.unpooled(all.flip());
  }

  private void removed(ByteBuffer packet) {
    int cost = packet.remaining() + COST;
    wholeBytes -= packet.remaining();
    wholeCost -= cost;
    budget.give(cost);
  }

  /// Gives back all that is held.
  void drop() {
    budget.give(wholeCost + earlyCost);
    whole.clear();
    early = new ByteBuffer[0];
    wholeBytes = 0;
    wholeCost = 0;
    earlyCount = 0;
    earlyCost = 0;
  }

  /// How many bytes more may come.
  int window() {
    long most = Math.min(WINDOW, budget.share());
    return (int) Math.max(0, most - wholeCost - earlyCost);
  }

  /// The highest number that has come.
  long furthest() {
    return Math.max(furthest, next - 1);
  }

  /// What those cost that came too early.
  int earlyCost() {
    return earlyCost;
  }

  /// Whether packets are here that came too early.
  boolean hasGap() {
    return earlyCount > 0;
  }

  /// Which packets beyond the one awaited are here, as the wire has it; empty if none.
  byte[] selective() {
    if (earlyCount == 0) {
      return NONE;
    }
    int bits = (int) Math.min(furthest - next, 8L * UtpCodec.MAX_SELECTIVE);
    byte[] mask = new byte[(bits + 31) / 32 * 4];
    for (int bit = 0; bit < bits; bit++) {
      if (early[(int) (next + 1 + bit) & (early.length - 1)] != null) {
        mask[bit >>> 3] |= (byte) (1 << (bit & 7));
      }
    }
    return mask;
  }
}
