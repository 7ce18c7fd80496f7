package dev.freshet.net;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.proxy.Target;
import dev.freshet.protocol.proxy.Tunnel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All TCP connections of one loop. Inputs go to the given sink in the middle of the work, and the
/// effects that follow from them may come back at once: every method leaves things whole before it
/// calls the sink, and looks anew afterwards.
final class Connections {
  /// Most bytes that may wait to leave on one connection; the core asks for far less at a time.
  static final long MAX_QUEUED_BYTES = 64L << 20;

  private record Deadline(Connection connection, long nanos) {}

  private record Late(int conn, NetInput input) {}

  private final Selector selector;
  private final NetOptions options;
  private final ReadPool pool;

  /// Where calls are to go through; null if they go directly.
  private final @Nullable ProxyPlace proxy;

  private final Map<Integer, Connection> byId = new HashMap<>();
  private final ArrayDeque<Connection> toFlush = new ArrayDeque<>();
  private final ArrayDeque<Connection> parked = new ArrayDeque<>();

  /// When those being opened must stand; in order of time, since all get equally long.
  private final ArrayDeque<Deadline> deadlines = new ArrayDeque<>();

  /// What was noticed while performing; told at the next round.
  private final ArrayDeque<Late> late = new ArrayDeque<>();

  private final ByteBuffer[] scratch = new ByteBuffer[SendQueue.MAX_GATHERED];
  private int lastAccepted;

  Connections(Selector selector, NetOptions options, ReadPool pool, @Nullable ProxyPlace proxy) {
    this.proxy = proxy;
    this.selector = selector;
    this.options = options;
    this.pool = pool;
  }

  // what the core wants

  void connect(int id, Endpoint to) {
    if (byId.size() >= options.maxConnections()) {
      closedLater(id, "too many connections");
      return;
    }
    InetSocketAddress first = proxy == null ? Sockets.address(to) : proxy.address();
    if (first == null || to.port() == 0) {
      failedLater(id, "no such host");
      return;
    }
    SocketChannel channel = null;
    try {
      channel = Sockets.open(options.bind(), Sockets.endpoint(first).ip());
      Tunnel tunnel = proxy == null ? null : Tunnel.of(proxy.proxy(), Target.of(to));
      boolean stands = channel.connect(first);
      Connection connection = Connection.opened(id, channel, selector, tunnel);
      byId.put(id, connection);
      if (stands && tunnel == null) {
        connection.established();
        late.add(new Late(id, new NetInput.Connected(id)));
      } else {
        // the selector tells of one that stands already too
        deadlines.add(new Deadline(connection, System.nanoTime() + options.connectTimeoutNanos()));
      }
    } catch (IOException | UnsupportedAddressTypeException e) {
      byId.remove(id);
      Sockets.close(channel);
      failedLater(id, Reason.of(e));
    }
  }

  /// It was not even begun.
  private void failedLater(int id, String reason) {
    late.add(new Late(id, notOpened(id, reason)));
  }

  /// The way to the other end, or to the proxy, was not to be had.
  private NetInput notOpened(int id, String reason) {
    return proxy == null
        ? new NetInput.Closed(id, reason)
        : new NetInput.Closed(id, proxy.proxy().trouble(reason), true);
  }

  private void closedLater(int id, String reason) {
    late.add(new Late(id, new NetInput.Closed(id, reason)));
  }

  void send(NetEffect.Send send) {
    Connection connection = byId.get(send.conn());
    if (connection == null) {
      if (send.lease() != null) {
        send.lease().release();
      }
      return;
    }
    connection.queue().add(send.bytes(), send.lease());
    if (connection.queue().bytes() > MAX_QUEUED_BYTES) {
      forget(connection);
      closedLater(connection.id(), "takes too little of what it is sent");
    } else {
      flushLater(connection);
    }
  }

  void reading(int id, boolean on) {
    Connection connection = byId.get(id);
    if (connection != null) {
      connection.reading(on);
    }
  }

  void close(int id) {
    late.removeIf(word -> word.conn == id);
    Connection connection = byId.get(id);
    if (connection == null) {
      return;
    }
    try {
      while (connection.writesNow() && !connection.queue().isEmpty()) {
        SendQueue.Flushed flushed = connection.queue().writeTo(connection.channel(), scratch);
        connection.kernelFull(flushed.kernelFull());
      }
    } catch (IOException e) {
      // it is going anyway, and nobody waits for word of it
      connection.kernelFull(true);
    }
    forget(connection);
  }

  // what the selector says

  void accepted(SocketChannel channel, Consumer<NetInput> sink) {
    if (byId.size() >= options.maxConnections()) {
      Sockets.close(channel);
      return;
    }
    Connection connection;
    Endpoint from;
    try {
      channel.configureBlocking(false);
      from = Sockets.endpoint((InetSocketAddress) channel.getRemoteAddress());
      connection = Connection.accepted(--lastAccepted, channel, selector);
      connection.established();
    } catch (IOException e) {
      Sockets.close(channel);
      return;
    }
    byId.put(connection.id(), connection);
    sink.accept(new NetInput.Accepted(connection.id(), from));
  }

  void ready(Connection connection, Consumer<NetInput> sink) {
    if (connection.key().isValid() && connection.key().isConnectable()) {
      finishConnect(connection, sink);
      return;
    }
    if (connection.key().isValid() && connection.key().isWritable()) {
      connection.kernelFull(false);
      flush(connection, sink);
    }
    if (connection.key().isValid() && connection.key().isReadable() && connection.readsNow()) {
      read(connection, sink);
    }
  }

  private void finishConnect(Connection connection, Consumer<NetInput> sink) {
    try {
      SocketChannel channel = connection.channel();
      channel.finishConnect();
      if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
        throw new IOException("connected to itself");
      }
      connection.established();
    } catch (IOException e) {
      forget(connection);
      sink.accept(notOpened(connection.id(), Reason.of(e)));
      return;
    }
    Tunnel tunnel = connection.tunnel();
    if (tunnel == null) {
      flushLater(connection);
      sink.accept(new NetInput.Connected(connection.id()));
    } else {
      say(connection, tunnel.greeting(), sink);
    }
  }

  /// Says something to the proxy: so little that a socket which has sent nothing yet takes it.
  private boolean say(Connection connection, ByteBuffer bytes, Consumer<NetInput> sink) {
    try {
      connection.channel().write(bytes);
    } catch (IOException e) {
      fail(connection, Reason.of(e) + ", at the proxy", sink);
      return false;
    }
    if (bytes.hasRemaining()) {
      fail(connection, "the proxy takes too little of what it is sent", sink);
    }
    return !bytes.hasRemaining();
  }

  /// The proxy says something, behind which the other end may.
  private void talk(Connection connection, Tunnel tunnel, Lease bytes, Consumer<NetInput> sink) {
    Tunnel.Step step = tunnel.received(bytes.buffer());
    while (step instanceof Tunnel.Step.Say(ByteBuffer words)) {
      if (!say(connection, words, sink)) {
        bytes.release();
        return;
      }
      step = tunnel.received(bytes.buffer());
    }
    boolean open = step instanceof Tunnel.Step.Open;
    boolean more = open && bytes.buffer().hasRemaining();
    if (!more) {
      bytes.release();
    }
    if (open) {
      connection.through();
      flushLater(connection);
      sink.accept(new NetInput.Connected(connection.id()));
    }
    if (more) {
      sink.accept(new NetInput.Received(connection.id(), bytes));
    }
    if (step instanceof Tunnel.Step.Refused(String reason, boolean byProxy)) {
      forget(connection);
      int id = connection.id();
      sink.accept(byProxy ? notOpened(id, reason) : new NetInput.Closed(id, reason));
    }
  }

  /// Reads once, into what room a slab has: nobody gets more in a round.
  private void read(Connection connection, Consumer<NetInput> sink) {
    Slab slab = pool.slab();
    if (slab == null) {
      connection.parked(true);
      parked.add(connection);
      return;
    }
    int start = slab.room().position();
    int count;
    try {
      count = connection.channel().read(slab.room());
    } catch (IOException e) {
      fail(connection, Reason.of(e), sink);
      return;
    }
    if (count < 0) {
      fail(
          connection,
          connection.opening() ? "the proxy hung up" : "closed by the other side",
          sink);
    } else if (count > 0) {
      Lease bytes = slab.cut(start);
      Tunnel tunnel = connection.tunnel();
      if (tunnel == null) {
        sink.accept(new NetInput.Received(connection.id(), bytes));
      } else {
        talk(connection, tunnel, bytes, sink);
      }
    }
  }

  // once a round

  /// Whether something can be done without the selector.
  boolean busy() {
    return !toFlush.isEmpty() || !late.isEmpty();
  }

  /// Tells late news, writes what is queued, ends what took too long to open.
  void round(Consumer<NetInput> sink) {
    // the sink may add to both lists, and take from the first
    Late word = late.poll();
    for (int left = late.size(); word != null; left--) {
      sink.accept(word.input);
      word = left > 0 ? late.poll() : null;
    }
    for (int left = toFlush.size(); left > 0; left--) {
      Connection connection = toFlush.remove();
      connection.unlist();
      flush(connection, sink);
    }
    expire(sink);
    if (pool.replenished()) {
      for (Connection connection : parked) {
        connection.parked(false);
      }
      parked.clear();
    }
  }

  private void expire(Consumer<NetInput> sink) {
    Deadline first = deadlines.peek();
    while (first != null && due(first)) {
      deadlines.remove();
      Connection late = first.connection;
      if (late.connecting() && late.key().isValid()) {
        forget(late);
        sink.accept(notOpened(late.id(), "timed out"));
      } else if (late.opening() && late.key().isValid()) {
        fail(late, "timed out behind the proxy", sink);
      }
      first = deadlines.peek();
    }
  }

  /// Also those that need no watching any more.
  private static boolean due(Deadline deadline) {
    return !deadline.connection.opening()
        || !deadline.connection.key().isValid()
        || System.nanoTime() - deadline.nanos >= 0;
  }

  /// How long until [#round] has something to do by itself; [Long#MAX_VALUE] if never.
  long nanosToDeadline() {
    Deadline first = deadlines.peek();
    return first == null ? Long.MAX_VALUE : first.nanos - System.nanoTime();
  }

  private void flushLater(Connection connection) {
    if (connection.writesNow() && !connection.queue().isEmpty() && connection.list()) {
      toFlush.add(connection);
    }
  }

  private void flush(Connection connection, Consumer<NetInput> sink) {
    if (!connection.key().isValid() || !connection.writesNow() || connection.queue().isEmpty()) {
      return;
    }
    SendQueue.Flushed flushed;
    try {
      flushed = connection.queue().writeTo(connection.channel(), scratch);
    } catch (IOException e) {
      fail(connection, Reason.of(e), sink);
      return;
    }
    connection.kernelFull(flushed.kernelFull());
    flushLater(connection);
    if (flushed.bytes() > 0) {
      sink.accept(new NetInput.Sent(connection.id(), flushed.bytes()));
    }
  }

  private void fail(Connection connection, String reason, Consumer<NetInput> sink) {
    forget(connection);
    sink.accept(new NetInput.Closed(connection.id(), reason));
  }

  private void forget(Connection connection) {
    byId.remove(connection.id());
    connection.close();
  }

  /// This machine no longer has these addresses: what was said from them leads nowhere. Some
  /// systems say so themselves; Linux lets such a connection hang until the other side gives up.
  void gone(Set<IpAddress> addresses) {
    if (addresses.isEmpty()) {
      return;
    }
    for (Connection connection : List.copyOf(byId.values())) {
      IpAddress own = Sockets.local(connection.channel());
      if (own != null && addresses.contains(own)) {
        forget(connection);
        closedLater(connection.id(), "this machine no longer has the address " + own);
      }
    }
  }

  void closeAll() {
    for (Connection connection : List.copyOf(byId.values())) {
      close(connection.id());
    }
  }
}
