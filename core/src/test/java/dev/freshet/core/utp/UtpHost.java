package dev.freshet.core.utp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/// One end of uTP connections, with streams of bytes of which each can be told from where it
/// stands.
final class UtpHost {
  private static final int QUEUE = 256 << 10;
  private static final int PART = 16 << 10;

  /// A connection as its user sees it.
  static final class Stream {
    final int conn;
    long toSend;
    long handed;
    long sent;
    long received;
    boolean closesAfter;
    boolean open;
    String closed = "";

    Stream(int conn) {
      this.conn = conn;
    }
  }

  private final UtpWorld world;
  private final Endpoint at;
  private final UtpWorld.Line line;
  private final LongUnaryOperator clock;
  private final Utp utp;
  private final Outbox outbox = new Outbox();
  private final Map<Integer, Stream> streams = new LinkedHashMap<>();
  private final List<NetEffect.SendDatagram> said = new ArrayList<>();
  private boolean keeps;
  private boolean slow;
  private int lastConn = UtpNumbers.FIRST;
  private long wakeAt = Long.MAX_VALUE;

  UtpHost(UtpWorld world, Endpoint at, UtpWorld.Line line, LongUnaryOperator clock) {
    this.world = world;
    this.at = at;
    this.line = line;
    this.clock = clock;
    this.utp = new Utp(world.random.split());
  }

  Endpoint at() {
    return at;
  }

  /// From now on what it says is kept, not sent.
  UtpHost kept() {
    keeps = true;
    return this;
  }

  List<NetEffect.SendDatagram> said() {
    return said;
  }

  /// From now on whoever is connected to it is not read.
  void readsNothing() {
    slow = true;
  }

  void reads(Stream stream) {
    effect(new NetEffect.Reading(stream.conn, true));
  }

  Stream connect(Endpoint to, long toSend) {
    Stream stream = new Stream(++lastConn);
    stream.toSend = toSend;
    streams.put(stream.conn, stream);
    effect(new NetEffect.Connect(stream.conn, to));
    return stream;
  }

  void send(Stream stream, long more) {
    stream.toSend += more;
    fill(stream);
    settle();
  }

  void close(Stream stream) {
    stream.open = false;
    effect(new NetEffect.Close(stream.conn));
  }

  /// The streams that others have opened.
  List<Stream> accepted() {
    return streams.values().stream().filter(one -> one.conn > UtpNumbers.FIRST_CALLED).toList();
  }

  private void effect(NetEffect effect) {
    outbox.add(effect);
    settle();
  }

  void datagram(Endpoint from, ByteBuffer bytes) {
    assertThat(utp.received(now(), from, bytes, outbox)).isTrue();
    settle();
  }

  private void tick() {
    for (NetInput news = utp.news(now()); news != null; news = utp.news(now())) {
      told(news);
      utp.take(now(), outbox);
    }
    utp.transmit(now(), outbox);
    settle();
  }

  private long now() {
    return clock.applyAsLong(world.now());
  }

  private void settle() {
    utp.take(now(), outbox);
    for (Effect effect : outbox.drain()) {
      NetEffect.SendDatagram datagram = (NetEffect.SendDatagram) effect;
      if (keeps) {
        said.add(datagram);
      } else {
        line.send(at, datagram.to(), datagram.bytes(), datagram.whole());
      }
    }
    long deadline = utp.deadline();
    if (deadline == Long.MAX_VALUE || deadline == wakeAt) {
      return;
    }
    wakeAt = deadline;
    world.after(
        Math.max(1, deadline - now()),
        () -> {
          if (wakeAt == deadline) {
            wakeAt = Long.MAX_VALUE;
            tick();
          }
        });
  }

  private void told(NetInput news) {
    switch (news) {
      case NetInput.Accepted(int conn, Endpoint _) -> {
        Stream stream = new Stream(conn);
        stream.open = true;
        streams.put(conn, stream);
        if (!slow) {
          outbox.add(new NetEffect.Reading(conn, true));
        }
      }
      case NetInput.Connected(int conn) -> {
        stream(conn).open = true;
        fill(stream(conn));
      }
      case NetInput.Received(int conn, Lease bytes) -> {
        Stream stream = stream(conn);
        ByteBuffer in = bytes.buffer();
        while (in.hasRemaining()) {
          assertThat(in.get()).as("byte %d", stream.received).isEqualTo(at(stream.received));
          stream.received++;
        }
        bytes.release();
      }
      case NetInput.Sent(int conn, int bytes) -> {
        stream(conn).sent += bytes;
        fill(stream(conn));
      }
      case NetInput.Closed(int conn, String reason, boolean _) -> {
        stream(conn).closed = reason;
        stream(conn).open = false;
      }
      default -> throw new AssertionError("told " + news);
    }
  }

  private Stream stream(int conn) {
    Stream stream = streams.get(conn);
    if (stream == null) {
      throw new AssertionError("no stream " + conn);
    }
    return stream;
  }

  private void fill(Stream stream) {
    while (stream.open && stream.handed - stream.sent < QUEUE && stream.handed < stream.toSend) {
      int length = (int) Math.min(PART, stream.toSend - stream.handed);
      ByteBuffer part = ByteBuffer.allocate(length);
      for (int i = 0; i < length; i++) {
        part.put(i, at(stream.handed + i));
      }
      stream.handed += length;
      outbox.add(new NetEffect.Send(stream.conn, part, null));
    }
    if (stream.open && stream.closesAfter && stream.sent == stream.toSend) {
      stream.open = false;
      outbox.add(new NetEffect.Close(stream.conn));
    }
  }

  private static byte at(long place) {
    return (byte) ((place * 0x9e3779b97f4a7c15L) >>> 56);
  }
}
