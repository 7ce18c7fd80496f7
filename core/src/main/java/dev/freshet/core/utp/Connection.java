package dev.freshet.core.utp;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.utp.UtpCodec;
import dev.freshet.protocol.utp.UtpHeader;
import dev.freshet.protocol.utp.UtpPacket;
import dev.freshet.protocol.utp.UtpType;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection: when it says what.
final class Connection {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_CALLS = 5;
  private static final long HALF_OPEN_NANOS = 10 * SECOND;
  private static final long LEAVE_NANOS = 10 * SECOND;
  private static final long PATIENCE_NANOS = 100 * SECOND;
  private static final int LEAST_TIMEOUTS = 4;

  /// Well below what a NAT forgets an idle address after.
  private static final long KEEP_ALIVE_NANOS = 29 * SECOND;

  private static final long ACK_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int ACK_PACKETS = 2;
  private static final long NEVER = Long.MAX_VALUE;
  private static final byte[] NO_MASK = {};

  private final int conn;
  private final Endpoint peer;
  private final int receiveId;
  private final int sendId;
  private final Budget budget;
  private final PacketSize sizes;
  private final RoundTrip trip = new RoundTrip();
  private final QueueingDelay delay = new QueueingDelay();
  private final Ledbat ledbat = new Ledbat(PacketSize.LEAST - UtpHeader.LENGTH);
  private final Pace pace = new Pace();
  private final Outgoing outgoing;
  private Incoming incoming;
  private State state;

  private int peerWindow;
  private int theirDelay;
  private int offered;
  private boolean limited;
  private boolean ending;

  private long heardAt;
  private long saidAt;
  private long timeoutAt = NEVER;
  private long ackAt = NEVER;
  private long paceAt = NEVER;
  private int toAck;
  private boolean ackNow;
  private boolean forced;

  private boolean reading;
  private boolean opened;
  private boolean toldEnd;
  private int sentBytes;

  private Connection(
      int conn, Endpoint peer, int receiveId, int sendId, long number, long theirs, Budget budget) {
    this.conn = conn;
    this.peer = peer;
    this.receiveId = receiveId;
    this.sendId = sendId;
    this.budget = budget;
    this.sizes = new PacketSize(peer.ip().isV4());
    this.outgoing = new Outgoing(number, sizes, budget);
    this.incoming = new Incoming(theirs, budget);
    this.state = new State.Over("never begun");
  }

  /// One that we ask for: the first packet after the SYN has this number.
  static Connection calling(long now, int conn, Endpoint peer, int id, long number, Budget budget) {
    Connection call =
        new Connection(conn, peer, id, (id + 1) & 0xffff, number, Sequence.first(0), budget);
    call.state = new State.Calling(0, now);
    call.reading = true;
    return call;
  }

  /// One that this SYN asks for.
  static Connection called(
      long now, int conn, Endpoint peer, UtpHeader syn, int number, Budget budget) {
    int id = syn.connection();
    long theirs = Sequence.first(syn.sequence()) + 1;
    Connection call =
        new Connection(conn, peer, (id + 1) & 0xffff, id, Sequence.first(number), theirs, budget);
    call.state = new State.Called(now + HALF_OPEN_NANOS);
    call.peerWindow = syn.window();
    call.theirDelay = micros(now) - syn.timestamp();
    call.ackNow = true;
    return call;
  }

  // What comes.

  /// A packet that bears our number.
  void received(long now, UtpPacket packet) {
    UtpHeader header = packet.header();
    switch (state) {
      case State.Calling(int tries, long _) -> answered(now, header, tries);
      case State.Called _ -> {
        if (header.type() == UtpType.SYN) {
          ackNow = true;
        } else if (header.type() != UtpType.RESET
            && header.ack() == Sequence.wire(outgoing.next() - 1)) {
          // it has seen our answer, so it is where it says
          state = new State.Open();
          opened = true;
          heard(now, packet);
        }
      }
      case State.Open _, State.Leaving _ -> heard(now, packet);
      case State.Over _ -> {}
    }
  }

  private void answered(long now, UtpHeader header, int tries) {
    if (tries == 0 || header.ack() != Sequence.wire(outgoing.next() - 1)) {
      return;
    }
    if (header.type() == UtpType.RESET) {
      over("connection refused");
    } else if (header.type() == UtpType.STATE) {
      state = new State.Open();
      opened = true;
      incoming = new Incoming(Sequence.first(header.sequence()), budget);
      heardAt = now;
      peerWindow = header.window();
      measured(now, header);
      if (tries == 1) {
        trip.sample(now - saidAt);
      }
    }
  }

  private void heard(long now, UtpPacket packet) {
    UtpHeader header = packet.header();
    long upTo = Sequence.near(outgoing.next() - 1, header.ack());
    if (header.type() == UtpType.SYN) {
      ackNow |= Sequence.near(incoming.next(), header.sequence()) < incoming.next();
      return;
    }
    if (header.type() == UtpType.RESET) {
      // it may name a packet without a number of its own, which bears that of the next
      if (upTo == outgoing.next() || outgoing.plausible(upTo)) {
        over("connection reset by the other side");
      }
      return;
    }
    if (!outgoing.plausible(upTo)) {
      return;
    }
    heardAt = now;
    measured(now, header);
    acknowledged(now, upTo, packet);
    switch (header.type()) {
      case DATA, FIN -> numbered(now, packet);
      case STATE, RESET, SYN -> {}
    }
  }

  private void measured(long now, UtpHeader header) {
    theirDelay = micros(now) - header.timestamp();
    delay.theirs(now, theirDelay);
    if (header.difference() != 0) {
      delay.ours(now, header.difference());
    }
  }

  private void acknowledged(long now, long upTo, UtpPacket packet) {
    if (upTo >= outgoing.first() - 1) {
      peerWindow = packet.header().window();
    }
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
    int size = sizes.size() - UtpHeader.LENGTH;
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

  private void numbered(long now, UtpPacket packet) {
    long number = Sequence.near(incoming.next(), packet.header().sequence());
    if (state instanceof State.Leaving && !incoming.atEnd()) {
      // nobody reads it; what was not acknowledged is answered with a reset when we are gone
      return;
    }
    if (packet.header().type() == UtpType.FIN) {
      incoming.endsWith(number);
    }
    boolean fresh = incoming.take(number, packet.payload());
    if (!fresh || incoming.hasGap() || packet.header().type() == UtpType.FIN) {
      ackNow = true;
    } else if (++toAck >= ACK_PACKETS) {
      ackNow = true;
    } else if (ackAt == NEVER) {
      ackAt = now + ACK_DELAY_NANOS;
    }
  }

  // What is wanted.

  /// Adds bytes to the stream; one hold of `lease` is handed on.
  void send(ByteBuffer bytes, @Nullable Lease lease) {
    if (state instanceof State.Open) {
      outgoing.add(bytes, lease);
    } else if (lease != null) {
      lease.release();
    }
  }

  /// What comes is wanted from now on, or is not until told otherwise.
  void reading(boolean on) {
    reading = on;
  }

  /// Nobody wants anything of it any more.
  void close(long now) {
    toldEnd = true;
    incoming.drop();
    if (state instanceof State.Open) {
      leave(now);
    } else {
      over("closed here");
    }
  }

  private void leave(long now) {
    state = new State.Leaving(now + LEAVE_NANOS);
    ending = true;
  }

  private void over(String reason) {
    if (!(state instanceof State.Over)) {
      state = new State.Over(reason);
      outgoing.drop();
    }
    if (toldEnd) {
      incoming.drop();
    }
  }

  // What is told.

  /// The next thing that has happened to it; null if all was told.
  @Nullable NetInput news(long now) {
    if (toldEnd) {
      return null;
    }
    if (opened) {
      opened = false;
      // who is asked begins to read when told to
      return reading ? new NetInput.Connected(conn) : new NetInput.Accepted(conn, peer);
    }
    if (reading && incoming.hasWhole()) {
      Lease bytes = incoming.handOn();
      ackNow |= offered < Incoming.WINDOW / 4 && incoming.window() >= Incoming.WINDOW / 2;
      return new NetInput.Received(conn, bytes);
    }
    if (sentBytes > 0) {
      int bytes = sentBytes;
      sentBytes = 0;
      return new NetInput.Sent(conn, bytes);
    }
    if (state instanceof State.Over(String reason)) {
      toldEnd = true;
      incoming.drop();
      return new NetInput.Closed(conn, reason);
    }
    if (incoming.atEnd() && state instanceof State.Open) {
      toldEnd = true;
      outgoing.dropWaiting();
      leave(now);
      return new NetInput.Closed(conn, "closed by the other side");
    }
    return null;
  }

  /// Whether there is something to tell.
  boolean hasNews() {
    boolean end = state instanceof State.Over || (incoming.atEnd() && state instanceof State.Open);
    return !toldEnd && (opened || sentBytes > 0 || end || (reading && incoming.hasWhole()));
  }

  /// Whether it can be forgotten.
  boolean isDone() {
    return toldEnd && state instanceof State.Over;
  }

  // What is said.

  /// Says what is to be said now.
  void transmit(long now, Outbox out) {
    switch (state) {
      case State.Calling(int tries, long againAt) -> {
        if (now - againAt >= 0) {
          call(now, tries, out);
        }
      }
      case State.Called(long until) -> {
        if (now - until >= 0) {
          toldEnd = true;
          over("never proved where it is");
        } else if (ackNow) {
          acknowledge(now, NO_MASK, out);
        }
      }
      case State.Open() -> {
        timeOut(now);
        talk(now, out);
      }
      case State.Leaving(long until) -> {
        timeOut(now);
        talk(now, out);
        boolean through = !ending && outgoing.isEmpty();
        if (through || now - until >= 0) {
          over("closed here");
        }
      }
      case State.Over _ -> {}
    }
  }

  private void call(long now, int tries, Outbox out) {
    if (tries == MOST_CALLS) {
      over("timed out");
      return;
    }
    long wait = SECOND * Math.min(1L << tries, 3);
    state = new State.Calling(tries + 1, now + wait);
    UtpHeader syn =
        new UtpHeader(
            UtpType.SYN,
            receiveId,
            micros(now),
            0,
            Incoming.WINDOW,
            Sequence.wire(outgoing.next() - 1),
            0);
    said(now, UtpCodec.encode(syn, NO_MASK), false, out);
  }

  private void timeOut(long now) {
    if (timeoutAt == NEVER || now - timeoutAt < 0) {
      return;
    }
    trip.timedOut();
    if (trip.timeouts() >= LEAST_TIMEOUTS && now - heardAt >= PATIENCE_NANOS) {
      over("timed out");
      return;
    }
    if (!outgoing.isEmpty()) {
      outgoing.loseAll();
      ledbat.silent(sizes.size() - UtpHeader.LENGTH);
    }
    if (trip.timeouts() >= 2) {
      sizes.silent(now);
    }
    forced = true;
    timeoutAt = NEVER;
  }

  private void talk(long now, Outbox out) {
    if (state instanceof State.Over) {
      return;
    }
    paceAt = NEVER;
    Packet again = outgoing.toRepeat();
    while (again != null && mayGo(again.payload)) {
      repeat(now, again, out);
      again = outgoing.toRepeat();
    }
    if (again == null) {
      fresh(now, out);
    }
    forced = false;
    boolean waits = !outgoing.isEmpty() || outgoing.waitingBytes() > 0;
    timeoutAt = !waits ? NEVER : timeoutAt == NEVER ? now + trip.timeoutNanos() : timeoutAt;
    if (ackNow || now - ackAt >= 0 || now - saidAt >= KEEP_ALIVE_NANOS) {
      acknowledge(now, incoming.selective(), out);
    }
  }

  private boolean mayGo(int payload) {
    int flight = outgoing.flight();
    return flight == 0 || flight + payload <= Math.min(ledbat.window(), peerWindow);
  }

  /// Sends what was not sent yet, as far as the window lets it; then, if we leave, the end.
  private void fresh(long now, Outbox out) {
    limited = false;
    while (outgoing.waitingBytes() > 0 && outgoing.hasRoom()) {
      if (!pace.mayGo(now, ledbat.window(), trip.smoothNanos())) {
        limited = true;
        paceAt = pace.nextAt();
        break;
      }
      int flight = outgoing.flight();
      int size = sizes.size() - UtpHeader.LENGTH;
      int most = (int) Math.min(size, outgoing.waitingBytes());
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
      first(now, trial(now, most), out);
    }
    if (ending) {
      // as much has left as the line takes now
      outgoing.dropWaiting();
      ending = false;
      send(now, outgoing.cut(UtpType.FIN, 0), out);
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

  private void first(long now, int payload, Outbox out) {
    Packet packet = outgoing.cut(UtpType.DATA, payload);
    if (packet.payload > sizes.size() - UtpHeader.LENGTH) {
      packet.trial = true;
      sizes.trying();
    }
    sentBytes += packet.payload;
    pace.goes(packet.payload);
    send(now, packet, out);
  }

  private void repeat(long now, Packet packet, Outbox out) {
    // those that were given away are not ours to change
    ByteBuffer copy = ByteBuffer.allocate(packet.bytes.capacity());
    copy.put(0, packet.bytes, 0, copy.capacity());
    packet.bytes = copy;
    send(now, packet, out);
  }

  private void send(long now, Packet packet, Outbox out) {
    outgoing.sending(packet, now);
    UtpCodec.write(header(now, packet.type, packet.number), packet.bytes.duplicate());
    acknowledged();
    said(now, packet.bytes.duplicate(), packet.trial, out);
  }

  private void acknowledge(long now, byte[] mask, Outbox out) {
    UtpHeader header = header(now, UtpType.STATE, outgoing.next());
    ackNow = false;
    acknowledged();
    said(now, UtpCodec.encode(header, mask), false, out);
  }

  private void acknowledged() {
    // with a gap, only an acknowledgement of its own says what has come
    ackNow &= incoming.hasGap();
    ackAt = NEVER;
    toAck = 0;
  }

  private UtpHeader header(long now, UtpType type, long number) {
    offered = incoming.window();
    return new UtpHeader(
        type,
        sendId,
        micros(now),
        theirDelay,
        offered,
        Sequence.wire(number),
        Sequence.wire(incoming.next() - 1));
  }

  private void said(long now, ByteBuffer bytes, boolean whole, Outbox out) {
    saidAt = now;
    out.add(new NetEffect.SendDatagram(peer, bytes, whole));
  }

  private static int micros(long now) {
    return (int) (now / 1000);
  }

  // What is asked.

  /// When it has something to say if nothing comes first.
  long deadline() {
    return switch (state) {
      case State.Calling(int _, long againAt) -> againAt;
      case State.Called(long until) -> until;
      case State.Open() ->
          Math.min(Math.min(timeoutAt, paceAt), Math.min(ackAt, saidAt + KEEP_ALIVE_NANOS));
      case State.Leaving(long until) -> Math.min(Math.min(timeoutAt, ackAt), until);
      case State.Over _ -> NEVER;
    };
  }

  int conn() {
    return conn;
  }

  Endpoint peer() {
    return peer;
  }

  /// The number that packets to us bear.
  int receiveId() {
    return receiveId;
  }

  /// The number that packets from us bear.
  int sendId() {
    return sendId;
  }

  /// Whether whoever asked for it has not shown yet that it is where it says.
  boolean halfOpen() {
    return state instanceof State.Called;
  }

  /// Whether nobody here wants anything of it any more.
  boolean leaving() {
    return state instanceof State.Leaving;
  }

  /// Ends it at once, without a word to anybody.
  void forget() {
    toldEnd = true;
    over("forgotten");
  }
}
