package dev.freshet.core.utp;

import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.utp.UtpHeader;
import dev.freshet.protocol.utp.UtpType;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The stream as it goes out: what waits to be sent, and the packets that were and have not been
/// acknowledged.
///
/// *Theory of operation.* Every sending, the first or a repeated one, has an order of its own. What
/// was sent three sendings before something that has arrived, or a good round trip before, is lost
/// (as in RFC 9002); that holds for repeated packets too. Of a packet that was sent twice nobody
/// knows which one arrived, so it counts only if the answer took as long as an answer takes.
final class Outgoing {
  private static final int REORDERED = 3;
  private static final int MOST_PACKETS = 4096;
  private static final int FIRST_PACKETS = 16;

  private record Waiting(ByteBuffer bytes, @Nullable Lease lease) {}

  /// What an acknowledgement says.
  ///
  /// @param bytes of payload that have arrived now
  /// @param packets how many
  /// @param roundTripNanos what the answer took; negative if that cannot be told
  /// @param congested whether packets were lost that were sent after the last time this was said
  record News(int bytes, int packets, long roundTripNanos, boolean congested) {}

  private final Budget budget;
  private final PacketSize sizes;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long waitingBytes;

  private @Nullable Packet[] ring = {};
  private long first;
  private long next;
  private int flight;
  private int held;
  private int toRepeat;
  private int arrivedAhead;

  private long lastOrder;
  private long arrivedOrder;
  private long congestedOrder;
  private int duplicates;

  private int newBytes;
  private int newPackets;
  private long roundTrip;

  /// The next packet has this number.
  Outgoing(long first, PacketSize sizes, Budget budget) {
    this.first = first;
    this.next = first;
    this.sizes = sizes;
    this.budget = budget;
  }

  // What is to be sent.

  /// Adds bytes behind those before; one hold of `lease` is handed on.
  void add(ByteBuffer bytes, @Nullable Lease lease) {
    if (bytes.hasRemaining()) {
      waiting.add(new Waiting(bytes, lease));
      waitingBytes += bytes.remaining();
    } else if (lease != null) {
      lease.release();
    }
  }

  /// Bytes that were not sent yet.
  long waitingBytes() {
    return waitingBytes;
  }

  /// Forgets what was not sent yet.
  void dropWaiting() {
    for (Waiting one : waiting) {
      if (one.lease != null) {
        one.lease.release();
      }
    }
    waiting.clear();
    waitingBytes = 0;
  }

  /// Gives back all that is held.
  void drop() {
    dropWaiting();
    for (long number = first; number < next; number++) {
      give(at(number));
    }
    ring = new Packet[0];
    first = next;
    flight = 0;
    toRepeat = 0;
    arrivedAhead = 0;
  }

  // What is sent.

  /// The number of the next new packet.
  long next() {
    return next;
  }

  /// The oldest packet that is not known to have arrived; [#next] if there is none.
  long first() {
    return first;
  }

  /// Bytes that are held until they are known to have arrived.
  int held() {
    return held;
  }

  /// Bytes that are under way.
  int flight() {
    return flight;
  }

  /// Whether every packet has arrived.
  boolean isEmpty() {
    return first == next;
  }

  /// Whether there may be one more packet.
  boolean hasRoom() {
    return next - first < MOST_PACKETS && (held < budget.share() || first == next);
  }

  /// A new packet with the next bytes, `payload` at most, its header still to be written at the
  /// beginning.
  Packet cut(UtpType type, int payload) {
    int length = (int) Math.min(payload, waitingBytes);
    ByteBuffer bytes = ByteBuffer.allocate(UtpHeader.LENGTH + length).position(UtpHeader.LENGTH);
    while (bytes.hasRemaining()) {
      Waiting head = waiting.element();
      int part = Math.min(bytes.remaining(), head.bytes.remaining());
      bytes.put(bytes.position(), head.bytes, head.bytes.position(), part);
      bytes.position(bytes.position() + part);
      head.bytes.position(head.bytes.position() + part);
      if (!head.bytes.hasRemaining()) {
        waiting.remove();
        if (head.lease != null) {
          head.lease.release();
        }
      }
    }
    waitingBytes -= length;
    held += bytes.capacity();
    budget.take(bytes.capacity());
    Packet packet = new Packet(type, next, bytes.rewind(), length);
    if (next - first == ring.length) {
      grow();
    }
    ring[(int) next & (ring.length - 1)] = packet;
    next++;
    return packet;
  }

  private void give(Packet packet) {
    held -= packet.bytes.capacity();
    budget.give(packet.bytes.capacity());
  }

  private void grow() {
    int length = Math.max(FIRST_PACKETS, 2 * ring.length);
    @Nullable Packet[] larger = new Packet[length];
    for (long number = first; number < next; number++) {
      larger[(int) number & (length - 1)] = at(number);
    }
    ring = larger;
  }

  /// The oldest packet that is to go again; null if none is.
  @Nullable Packet toRepeat() {
    if (toRepeat > 0) {
      for (long number = first; number < next; number++) {
        Packet packet = at(number);
        if (packet.lost) {
          return packet;
        }
      }
    }
    return null;
  }

  /// This packet goes out now.
  void sending(Packet packet, long now) {
    if (packet.lost) {
      packet.lost = false;
      toRepeat--;
    }
    packet.sendings++;
    packet.order = ++lastOrder;
    packet.sentAt = now;
    flight += packet.payload;
  }

  // What has arrived.

  /// Whether the other side can have got this, by what was sent.
  boolean plausible(long upTo) {
    return upTo < next && upTo >= first - MOST_PACKETS;
  }

  /// The other side has all packets up to this one, and those of the mask, of which the first bit
  /// is the next but one.
  News arrived(long upTo, ByteBuffer mask, boolean mere, RoundTrip trip, long now) {
    newBytes = 0;
    newPackets = 0;
    roundTrip = -1;
    boolean same = upTo == first - 1;
    for (long number = first; number <= upTo; number++) {
      arrived(at(number), trip, now);
    }
    long bits = Math.min(8L * mask.remaining(), next - upTo - 2);
    for (int bit = 0; bit < bits; bit++) {
      long number = upTo + 2 + bit;
      boolean set = (mask.get(mask.position() + (bit >>> 3)) >>> (bit & 7) & 1) != 0;
      if (set && number >= first) {
        arrived(at(number), trip, now);
      }
    }
    while (first < next && at(first).arrived) {
      give(at(first));
      ring[(int) first & (ring.length - 1)] = null;
      arrivedAhead--;
      first++;
    }
    boolean congested = arrivedAhead > 0 && newPackets > 0 && loseOvertaken(trip, now);
    if (same && mere && newPackets == 0 && !mask.hasRemaining()) {
      congested |= duplicate(now, trip);
    } else {
      duplicates = 0;
    }
    return new News(newBytes, newPackets, roundTrip, congested);
  }

  private void arrived(Packet packet, RoundTrip trip, long now) {
    if (packet.arrived) {
      return;
    }
    packet.arrived = true;
    arrivedAhead++;
    newPackets++;
    newBytes += packet.payload;
    if (packet.lost) {
      packet.lost = false;
      toRepeat--;
    } else {
      flight -= packet.payload;
    }
    long took = now - packet.sentAt;
    if (packet.sendings == 1) {
      roundTrip = roundTrip < 0 ? took : Math.min(roundTrip, took);
    }
    if (packet.sendings == 1 || took >= trip.leastNanos()) {
      arrivedOrder = Math.max(arrivedOrder, packet.order);
    }
    if (packet.trial && packet.sendings == 1) {
      sizes.arrived();
    }
    packet.trial = false;
  }

  /// Those that were overtaken are lost. Whether that is news of the line's load.
  private boolean loseOvertaken(RoundTrip trip, long now) {
    boolean congested = false;
    long patience = trip.smoothNanos() + trip.smoothNanos() / 8;
    for (long number = first; number < next; number++) {
      Packet packet = at(number);
      boolean overtaken =
          arrivedOrder - packet.order >= REORDERED
              || (arrivedOrder > packet.order && now - packet.sentAt > patience);
      if (!packet.arrived && !packet.lost && overtaken) {
        congested |= lose(packet);
      }
    }
    return congested;
  }

  /// One that says nothing new: three of them say that the first packet is missing.
  private boolean duplicate(long now, RoundTrip trip) {
    if (first == next || ++duplicates < REORDERED) {
      return false;
    }
    duplicates = 0;
    Packet packet = at(first);
    return !packet.lost && now - packet.sentAt >= trip.smoothNanos() && lose(packet);
  }

  private boolean lose(Packet packet) {
    packet.lost = true;
    toRepeat++;
    flight -= packet.payload;
    if (packet.trial) {
      packet.trial = false;
      sizes.lost();
      return false;
    }
    if (packet.order <= congestedOrder) {
      return false;
    }
    congestedOrder = lastOrder;
    return true;
  }

  /// Nothing has come back for too long: all that is under way counts as lost.
  void loseAll() {
    for (long number = first; number < next; number++) {
      Packet packet = at(number);
      if (!packet.arrived && !packet.lost) {
        lose(packet);
      }
    }
    congestedOrder = lastOrder;
    duplicates = 0;
  }

  private Packet at(long number) {
    Packet packet = ring[(int) number & (ring.length - 1)];
    if (packet == null) {
      throw new IllegalStateException("packet " + number + " of " + first + " to " + next);
    }
    return packet;
  }
}
