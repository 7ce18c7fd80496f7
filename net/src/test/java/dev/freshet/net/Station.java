package dev.freshet.net;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A [NetLoop] run on the test's own thread that keeps what it is told.
final class Station implements AutoCloseable {
  static final IpAddress LOOPBACK = IpAddress.v4(0x7f000001);
  static final IpAddress LOOPBACK_V6 = new IpAddress(0, 1);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  final NetLoop loop;
  final List<NetInput> told = new ArrayList<>();
  final Map<Integer, Digest> received = new LinkedHashMap<>();
  final List<Lease> held = new ArrayList<>();
  final AtomicInteger released = new AtomicInteger();
  boolean readOnAccept = true;
  boolean holdLeases;
  private int lastConn;

  Station(NetOptions options) throws IOException {
    loop = NetLoop.open(options);
  }

  static Station open() throws IOException {
    return new Station(NetOptions.defaults());
  }

  Endpoint at(IpAddress ip) {
    return new Endpoint(ip, loop.port());
  }

  int connect(Endpoint to) {
    loop.perform(new NetEffect.Connect(++lastConn, to));
    return lastConn;
  }

  /// Sends these bytes from a lease whose release is counted.
  void send(int conn, byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    loop.perform(new NetEffect.Send(conn, direct, new Counted(direct)));
  }

  void reading(int conn, boolean on) {
    loop.perform(new NetEffect.Reading(conn, on));
  }

  void close(int conn) {
    loop.perform(new NetEffect.Close(conn));
  }

  <T extends NetInput> List<T> told(Class<T> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The ids of who connected to us.
  List<Integer> accepted() {
    return told(NetInput.Accepted.class).stream().map(NetInput.Accepted::conn).toList();
  }

  long sent(int conn) {
    return told(NetInput.Sent.class).stream()
        .filter(sent -> sent.conn() == conn)
        .mapToLong(NetInput.Sent::bytes)
        .sum();
  }

  long bytesFrom(int conn) {
    Digest digest = received.get(conn);
    return digest == null ? 0 : digest.length();
  }

  /// The hash of all that came on this connection.
  String hashFrom(int conn) {
    return received.getOrDefault(conn, new Digest()).hex();
  }

  /// Every byte that came on any connection.
  long allBytes() {
    return received.values().stream().mapToLong(Digest::length).sum();
  }

  void releaseHeld() {
    held.forEach(Lease::release);
    held.clear();
  }

  private void take(NetInput input) {
    if (input instanceof NetInput.Received(int conn, Lease bytes)) {
      received.computeIfAbsent(conn, _ -> new Digest()).add(bytes.buffer().duplicate());
      if (holdLeases) {
        held.add(bytes);
      } else {
        bytes.release();
      }
      return;
    }
    told.add(input);
    if (input instanceof NetInput.Accepted(int conn, _) && readOnAccept) {
      reading(conn, true);
    }
  }

  /// One round.
  void poll() {
    try {
      loop.poll(ROUND_NANOS, this::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs these stations in turn until it is so, or fails.
  static void until(String what, BooleanSupplier so, Station... stations) {
    long started = System.nanoTime();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - started > PATIENCE_NANOS) {
        throw new AssertionError(
            "in vain until " + what + "; told " + Stream.of(stations).map(s -> s.told).toList());
      }
      for (Station station : stations) {
        station.poll();
      }
    }
  }

  /// Runs them until nothing has been told or read for many rounds.
  static void untilQuiet(Station... stations) {
    long[] before = {-1};
    int[] still = {0};
    until(
        "all is quiet",
        () -> {
          long now = Stream.of(stations).mapToLong(s -> s.told.size() + s.allBytes()).sum();
          still[0] = now == before[0] ? still[0] + 1 : 0;
          before[0] = now;
          return still[0] > 60;
        },
        stations);
  }

  @Override
  public void close() throws IOException {
    releaseHeld();
    loop.close();
  }

  private final class Counted implements Lease {
    private final ByteBuffer buffer;

    Counted(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer buffer() {
      return buffer;
    }

    @Override
    public Lease retain() {
      throw new AssertionError("the network has no need to hold a buffer twice");
    }

    @Override
    public void release() {
      released.incrementAndGet();
    }
  }
}
