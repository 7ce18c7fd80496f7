package dev.freshet.core.utp;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.utp.UtpHeader;
import dev.freshet.protocol.utp.UtpPacket;
import dev.freshet.protocol.utp.UtpType;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The sending half of a connection: which packet goes when.
final class Sender {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(100);
  private static final int LEAST_TIMEOUTS = 4;
  private static final long NEVER = Long.MAX_VALUE;

  private final Voice voice;
  private final PacketSize sizes;
  private final RoundTrip trip = new RoundTrip();
  private final QueueingDelay delay = new QueueingDelay();
  private final Ledbat ledbat = new Ledbat(PacketSize.LEAST - UtpHeader.LENGTH);
  private final Pace pace = new Pace();
  private final Outgoing outgoing;

  private int peerWindow;
  private boolean limited;
  private boolean ending;
  private boolean forced;
  private int sentBytes;
  private long heardAt;
  private long timeoutAt = NEVER;
  private long paceAt = NEVER;

  /// The first packet has this number.
  Sender(long first, boolean v4, Voice voice, Budget budget) {
    this.voice = voice;
    this.sizes = new PacketSize(v4);
    this.outgoing = new Outgoing(first, sizes, budget);
  }

  // What comes.

  /// A packet has come in which the other side says how much it takes.
  void offered(long now, UtpHeader header) {
    heardAt = now;
    peerWindow = header.window();
  }

  /// So long was the way of a packet of theirs, by the two clocks, and of one of ours, as the
  /// header says.
  void measured(long now, int theirs, UtpHeader header) {
    delay.theirs(now, theirs);
    if (header.difference() != 0) {
      delay.ours(now, header.difference());
    }
  }

  /// The answer to our call, which was made once only.
  void answered(long now) {
    trip.sample(now - voice.saidAt());
  }

  /// The number nearest to those sent that the header acknowledges.
  long acknowledgedBy(UtpHeader header) {
    return Sequence.near(outgoing.next() - 1, header.ack());
  }

  /// Whether a header can acknowledge this.
  boolean plausible(long upTo) {
    return outgoing.plausible(upTo);
  }

  /// All packets up to this one have arrived, and those that the packet says.
  void acknowledged(long now, long upTo, UtpPacket packet) {
    if (upTo >= outgoing.first() - 1) {
      offered(now, packet.header());
    }
    heardAt = now;
    boolean mere = packet.header().type() == UtpType.STATE;
    Outgoing.News news = outgoing.arrived(upTo, packet.selective(), mere, trip, now);
    if (news.packets() > 0) {
      if (news.roundTripNanos() >= 0) {
        trip.sample(news.roundTripNanos());
      } else {
        trip.goesOn();
      }
      timeoutAt = outgoing.isEmpty() ? NEVER : now + trip.timeoutNanos();
    }
    int size = payload();
    if (delay.neverEmpty(now)) {
      ledbat.rest(now, size, 2 * trip.smoothNanos());
    }
    if (news.congested()) {
      ledbat.lost(size);
    } else if (news.bytes() > 0) {
      long queueing = delay.isKnown() ? delay.micros() : -1;
      ledbat.arrived(now, news.bytes(), size, queueing, trip.leastNanos() / 1000, limited);
    }
  }

  private int payload() {
    return sizes.size() - UtpHeader.LENGTH;
  }

  // What is wanted.

  /// Adds bytes to the stream; one hold of `lease` is handed on.
  void add(ByteBuffer bytes, @Nullable Lease lease) {
    outgoing.add(bytes, lease);
  }

  /// The stream ends behind what the line takes now.
  void end() {
    ending = true;
  }

  /// Forgets what was not sent yet.
  void dropWaiting() {
    outgoing.dropWaiting();
  }

  /// Gives back all that is held.
  void drop() {
    outgoing.drop();
  }

  /// Bytes that have been sent for the first time since this was asked last.
  int takeSent() {
    int bytes = sentBytes;
    sentBytes = 0;
    return bytes;
  }

  // What is said.

  /// Sees to it that what was not answered in time goes again. False if that has gone on for too
  /// long.
  boolean timeOut(long now) {
    if (timeoutAt == NEVER || now - timeoutAt < 0) {
      return true;
    }
    trip.timedOut();
    if (trip.timeouts() >= LEAST_TIMEOUTS && now - heardAt >= PATIENCE_NANOS) {
      return false;
    }
    if (!outgoing.isEmpty()) {
      outgoing.loseAll();
      ledbat.silent(payload());
    }
    if (trip.timeouts() >= 2) {
      sizes.silent(now);
    }
    forced = true;
    timeoutAt = NEVER;
    return true;
  }

  /// Sends what may go.
  void transmit(long now, Incoming incoming, Outbox out) {
    paceAt = NEVER;
    Packet again = outgoing.toRepeat();
    while (again != null && mayGo(again.payload)) {
      repeat(now, again, incoming, out);
      again = outgoing.toRepeat();
    }
    if (again == null) {
      fresh(now, incoming, out);
    }
    forced = false;
    boolean waits = !outgoing.isEmpty() || outgoing.waitingBytes() > 0;
    timeoutAt = !waits ? NEVER : timeoutAt == NEVER ? now + trip.timeoutNanos() : timeoutAt;
  }

  private boolean mayGo(int payload) {
    int flight = outgoing.flight();
    return flight == 0 || flight + payload <= Math.min(ledbat.window(), peerWindow);
  }

  /// Sends what was not sent yet, as far as the window lets it; then, if we leave, the end.
  private void fresh(long now, Incoming incoming, Outbox out) {
    limited = false;
    while (outgoing.waitingBytes() > 0 && outgoing.hasRoom()) {
      if (!pace.mayGo(now, ledbat.window(), trip.smoothNanos())) {
        limited = true;
        paceAt = pace.nextAt();
        break;
      }
      int flight = outgoing.flight();
      int most = (int) Math.min(payload(), outgoing.waitingBytes());
      if (flight + most > ledbat.window() && flight > 0) {
        limited = true;
        break;
      }
      if (flight + most > peerWindow) {
        if (flight > 0 || (peerWindow == 0 && !forced)) {
          break;
        }
        most = Math.max(1, Math.min(most, peerWindow));
        forced = false;
      }
      sendNew(now, trial(now, most), incoming, out);
    }
    if (ending) {
      // as much has left as the line takes now
      outgoing.dropWaiting();
      ending = false;
      send(now, outgoing.cut(UtpType.FIN, 0), incoming, out);
    }
  }

  /// The bytes for the next packet: more than usual, if it is time to see what gets through.
  private int trial(long now, int usual) {
    int tried = sizes.toTry(now) - UtpHeader.LENGTH;
    boolean fits =
        tried > usual
            && outgoing.waitingBytes() >= tried
            && outgoing.flight() + tried <= Math.min(ledbat.window(), peerWindow);
    return fits && trip.smoothNanos() > 0 && trip.timeouts() == 0 ? tried : usual;
  }

  private void sendNew(long now, int payload, Incoming incoming, Outbox out) {
    Packet packet = outgoing.cut(UtpType.DATA, payload);
    if (packet.payload > payload()) {
      packet.trial = true;
      sizes.trying();
    }
    sentBytes += packet.payload;
    pace.goes(packet.payload);
    send(now, packet, incoming, out);
  }

  private void repeat(long now, Packet packet, Incoming incoming, Outbox out) {
    // those that were given away are not ours to change
    ByteBuffer copy = ByteBuffer.allocate(packet.bytes.capacity());
    copy.put(0, packet.bytes, 0, copy.capacity());
    packet.bytes = copy;
    send(now, packet, incoming, out);
  }

  private void send(long now, Packet packet, Incoming incoming, Outbox out) {
    outgoing.sending(packet, now);
    voice.send(now, packet, incoming, out);
  }

  // What is asked.

  /// The number of the next new packet.
  long next() {
    return outgoing.next();
  }

  /// The oldest packet that is not known to have arrived; [#next] if there is none.
  long first() {
    return outgoing.first();
  }

  /// Bytes that are held until they are known to have arrived.
  int held() {
    return outgoing.held();
  }

  /// Whether all that was sent has arrived, the end too.
  boolean isThrough() {
    return !ending && outgoing.isEmpty();
  }

  /// Whether [#takeSent] would give something.
  boolean hasSent() {
    return sentBytes > 0;
  }

  /// When something is to be sent if nothing comes first.
  long deadline() {
    return Math.min(timeoutAt, paceAt);
  }
}
