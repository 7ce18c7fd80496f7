package dev.freshet.core.utp;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.utp.UtpHeader;
import dev.freshet.protocol.utp.UtpPacket;
import dev.freshet.protocol.utp.UtpType;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection: how it begins and ends, and what its user is told.
final class Connection {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_CALLS = 5;
  private static final long HALF_OPEN_NANOS = 10 * SECOND;
  private static final long LEAVE_NANOS = 10 * SECOND;

  private final int conn;
  private final Endpoint peer;
  private final int receiveId;
  private final Budget budget;
  private final Voice voice;
  private final Sender sender;
  private final Stall stall;
  private Incoming incoming;
  private State state;

  private boolean reading;
  private boolean opened;
  private boolean toldEnd;

  private Connection(
      int conn, Endpoint peer, int receiveId, int sendId, long number, long theirs, Budget budget) {
    this.conn = conn;
    this.peer = peer;
    this.receiveId = receiveId;
    this.budget = budget;
    this.voice = new Voice(peer, sendId);
    this.sender = new Sender(number, peer.ip().isV4(), voice, budget);
    this.incoming = new Incoming(theirs, budget);
    this.stall = new Stall(budget);
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
    call.sender.offered(now, syn);
    call.voice.heard(now, syn);
    call.voice.hurry();
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
          voice.hurry();
        } else if (header.type() != UtpType.RESET
            && header.ack() == Sequence.wire(sender.next() - 1)) {
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
    if (tries == 0 || header.ack() != Sequence.wire(sender.next() - 1)) {
      return;
    }
    if (header.type() == UtpType.RESET) {
      over("connection refused");
    } else if (header.type() == UtpType.STATE) {
      state = new State.Open();
      opened = true;
      incoming = new Incoming(Sequence.first(header.sequence()), budget);
      sender.offered(now, header);
      sender.measured(now, voice.heard(now, header), header);
      if (tries == 1) {
        sender.answered(now);
      }
    }
  }

  private void heard(long now, UtpPacket packet) {
    UtpHeader header = packet.header();
    long upTo = sender.acknowledgedBy(header);
    if (header.type() == UtpType.SYN) {
      voice.hurry();
      return;
    }
    if (header.type() == UtpType.RESET) {
      // it may name a packet without a number of its own, which bears that of the next
      if (upTo == sender.next() || sender.plausible(upTo)) {
        over("connection reset by the other side");
      }
      return;
    }
    if (!sender.plausible(upTo)) {
      return;
    }
    sender.measured(now, voice.heard(now, header), header);
    sender.acknowledged(now, upTo, packet);
    switch (header.type()) {
      case DATA, FIN -> numbered(now, packet);
      case STATE, RESET, SYN -> {}
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
    voice.took(now);
    if (!fresh || incoming.hasGap() || packet.header().type() == UtpType.FIN) {
      voice.hurry();
    }
  }

  // What is wanted.

  /// Adds bytes to the stream; one hold of `lease` is handed on.
  void send(ByteBuffer bytes, @Nullable Lease lease) {
    if (state instanceof State.Open) {
      sender.add(bytes, lease);
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
    sender.end();
  }

  private void over(String reason) {
    if (!(state instanceof State.Over)) {
      state = new State.Over(reason);
      sender.drop();
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
      voice.widened(incoming.window());
      return new NetInput.Received(conn, bytes);
    }
    if (sender.hasSent()) {
      return new NetInput.Sent(conn, sender.takeSent());
    }
    if (state instanceof State.Over(String reason)) {
      toldEnd = true;
      incoming.drop();
      return new NetInput.Closed(conn, reason);
    }
    if (incoming.atEnd() && state instanceof State.Open) {
      toldEnd = true;
      sender.dropWaiting();
      leave(now);
      return new NetInput.Closed(conn, "closed by the other side");
    }
    return null;
  }

  /// Whether there is something to tell.
  boolean hasNews() {
    boolean end = state instanceof State.Over || (incoming.atEnd() && state instanceof State.Open);
    return !toldEnd && (opened || sender.hasSent() || end || (reading && incoming.hasWhole()));
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
        } else {
          voice.answer(now, sender.next(), incoming, out);
        }
      }
      case State.Open() -> {
        talk(now, out);
      }
      case State.Leaving(long until) -> {
        talk(now, out);
        if (sender.isThrough() || now - until >= 0) {
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
    voice.call(now, receiveId, sender.next() - 1, out);
  }

  private void talk(long now, Outbox out) {
    if (!sender.timeOut(now)) {
      over("timed out");
      return;
    }
    if (stall.found(now, incoming, sender)) {
      over("made no headway while memory was short");
      return;
    }
    sender.transmit(now, incoming, out);
    voice.acknowledge(now, sender.next(), incoming, out);
  }

  // What is asked.

  /// When it has something to say if nothing comes first.
  long deadline() {
    return switch (state) {
      case State.Calling(int _, long againAt) -> againAt;
      case State.Called(long until) -> until;
      case State.Open() -> Math.min(Math.min(sender.deadline(), voice.deadline()), stall.lookAt());
      case State.Leaving(long until) -> Math.min(Math.min(sender.deadline(), voice.ackAt()), until);
      case State.Over _ -> Long.MAX_VALUE;
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
    return voice.sendId();
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
