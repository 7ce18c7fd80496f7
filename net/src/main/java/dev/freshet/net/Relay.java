package dev.freshet.net;

import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.proxy.Relayed;
import dev.freshet.protocol.proxy.Target;
import dev.freshet.protocol.proxy.Tunnel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way of our datagrams through a proxy: to a port that it names when it is asked to relay, for
/// as long as the connection stands on which it was asked (RFC 1928, 7).
///
/// It is asked when there is something to send. Little waits meanwhile, and what does not fit is
/// lost, as any datagram may be. Where it refuses or hangs up it is asked again at the next
/// datagram, but each time less soon; what is to be sent in between is lost, and each time the core
/// is told why.
final class Relay {
  private static final int MAX_WAITING = 64;
  private static final int MAX_PER_ROUND = 64;
  private static final int MAX_DATAGRAM = 64 << 10;
  private static final int MAX_WORDS = 512;
  private static final long FIRST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MAX_REST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private sealed interface State {
    /// Nothing is wanted of the proxy. Leaves to [Asking] or [Resting].
    record Idle() implements State {}

    /// It is called and asked. Leaves to [Open] or [Resting].
    record Asking(SocketChannel control, Tunnel tunnel, long untilNanos) implements State {}

    /// It relays. Leaves to [Resting].
    record Open(SocketChannel control, DatagramChannel channel) implements State {}

    /// It does not. Leaves to [Asking].
    record Resting(String reason, long untilNanos) implements State {}
  }

  private record Waiting(Target to, ByteBuffer bytes, boolean whole) {}

  private final Selector selector;
  private final NetOptions options;
  private final ProxyPlace place;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(MAX_DATAGRAM + Relayed.MAX_HEADER);
  private final ByteBuffer words = ByteBuffer.allocate(MAX_WORDS);
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private State state = new State.Idle();
  private long restNanos = FIRST_REST_NANOS;

  /// What is to be told; null if nothing.
  private @Nullable String lost;

  Relay(Selector selector, NetOptions options, ProxyPlace place) {
    this.selector = selector;
    this.options = options;
    this.place = place;
  }

  /// Sends a datagram; if `whole`, so that nobody on its way may cut it in two. The bytes stay as
  /// they are.
  void send(Target to, ByteBuffer bytes, boolean whole) {
    if (state instanceof State.Resting(String _, long until) && System.nanoTime() - until >= 0) {
      state = new State.Idle();
    }
    if (state instanceof State.Idle) {
      ask();
    }
    switch (state) {
      case State.Open(SocketChannel _, DatagramChannel channel) -> {
        if (whole) {
          Sockets.uncut(channel, () -> write(channel, to, bytes));
        } else {
          write(channel, to, bytes);
        }
      }
      case State.Asking _ -> {
        if (waiting.size() == MAX_WAITING) {
          waiting.remove();
        }
        waiting.add(new Waiting(to, bytes, whole));
      }
      case State.Resting(String reason, long _) -> lost = reason;
      case State.Idle() -> throw new IllegalStateException("asked in vain without a reason");
    }
  }

  private void write(DatagramChannel channel, Target to, ByteBuffer bytes) {
    Relayed.head(to, scratch.clear());
    if (bytes.remaining() > MAX_DATAGRAM) {
      return;
    }
    scratch.put(bytes.duplicate()).flip();
    try {
      channel.write(scratch);
    } catch (IOException e) {
      // lost, as any may be: the proxy's port may be closed for now, or the datagram too long
      return;
    }
  }

  // The talk with the proxy.

  private void ask() {
    InetSocketAddress proxy = place.address();
    if (proxy == null) {
      rest("no such host");
      return;
    }
    SocketChannel control = null;
    try {
      control = Sockets.open(options.bind(), Sockets.endpoint(proxy).ip());
      boolean stands = control.connect(proxy);
      long until = System.nanoTime() + options.connectTimeoutNanos();
      Tunnel tunnel = Tunnel.relaying(place.proxy());
      state = new State.Asking(control, tunnel, until);
      control.register(selector, SelectionKey.OP_CONNECT, new Ready.OfRelay(this));
      if (stands) {
        begin(control, tunnel);
      }
    } catch (IOException | UnsupportedAddressTypeException e) {
      Sockets.close(control);
      rest(Reason.of(e));
    }
  }

  private void begin(SocketChannel control, Tunnel tunnel) throws IOException {
    control.keyFor(selector).interestOps(SelectionKey.OP_READ);
    say(control, tunnel.greeting());
  }

  /// So little that a socket which has sent next to nothing yet takes it.
  private static void say(SocketChannel control, ByteBuffer bytes) throws IOException {
    control.write(bytes);
    if (bytes.hasRemaining()) {
      throw new IOException("it takes too little of what it is sent");
    }
  }

  /// One of the two sockets is ready.
  void ready(Consumer<NetInput> sink) {
    try {
      switch (state) {
        case State.Asking(SocketChannel control, Tunnel tunnel, long _) -> {
          if (control.isConnectionPending()) {
            control.finishConnect();
            begin(control, tunnel);
          } else {
            hear(control, tunnel);
          }
        }
        case State.Open(SocketChannel control, DatagramChannel channel) -> {
          // it has nothing more to say, but may hang up
          if (control.read(words.clear()) < 0) {
            throw new IOException("it hung up");
          }
          receive(channel, sink);
        }
        case State.Idle(), State.Resting _ -> {}
      }
    } catch (IOException e) {
      rest(Reason.of(e));
    }
  }

  private void hear(SocketChannel control, Tunnel tunnel) throws IOException {
    if (control.read(words.clear()) < 0) {
      throw new IOException("it hung up");
    }
    words.flip();
    Tunnel.Step step = tunnel.received(words);
    while (step instanceof Tunnel.Step.Say(ByteBuffer next)) {
      say(control, next);
      step = tunnel.received(words);
    }
    switch (step) {
      case Tunnel.Step.Open(Endpoint bound) when bound != null && bound.port() != 0 ->
          open(control, bound);
      case Tunnel.Step.Open _ -> throw new IOException("it names no port for them");
      case Tunnel.Step.Refused(String reason, boolean _) -> throw new IOException(reason);
      case Tunnel.Step.More(), Tunnel.Step.Say _ -> {}
    }
  }

  private void open(SocketChannel control, Endpoint bound) throws IOException {
    IpAddress proxy = Sockets.endpoint((InetSocketAddress) control.getRemoteAddress()).ip();
    Endpoint to = Relayed.place(bound, proxy);
    InetSocketAddress from = Sockets.from(options.bind(), to.ip());
    DatagramChannel channel =
        DatagramChannel.open(
            to.ip().isV4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      // connected, so that nobody else is heard
      channel.bind(from).connect(Sockets.address(to));
      channel.register(selector, SelectionKey.OP_READ, new Ready.OfRelay(this));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    state = new State.Open(control, channel);
    restNanos = FIRST_REST_NANOS;
    for (Waiting each = waiting.poll(); each != null; each = waiting.poll()) {
      send(each.to, each.bytes, each.whole);
    }
  }

  private void receive(DatagramChannel channel, Consumer<NetInput> sink) {
    for (int left = MAX_PER_ROUND; left > 0; left--) {
      try {
        if (channel.read(scratch.clear()) <= 0) {
          return;
        }
      } catch (IOException e) {
        // an error that an earlier one met on its way; the socket itself goes on
        continue;
      }
      Relayed relayed = Relayed.of(scratch.flip());
      if (relayed != null) {
        ByteBuffer bytes = ByteBuffer.allocate(relayed.bytes().remaining());
        sink.accept(
            new NetInput.DatagramReceived(relayed.from(), bytes.put(relayed.bytes()).flip()));
      }
    }
  }

  private void rest(String reason) {
    close();
    waiting.clear();
    String trouble = place.proxy().relayTrouble(reason);
    state = new State.Resting(trouble, System.nanoTime() + restNanos);
    restNanos = Math.min(2 * restNanos, MAX_REST_NANOS);
    lost = trouble;
  }

  // Once a round.

  /// Whether there is something to tell.
  boolean busy() {
    return lost != null;
  }

  /// Tells what is lost, and gives up what took too long to open.
  void round(Consumer<NetInput> sink) {
    if (nanosToDeadline() <= 0) {
      rest("timed out");
    }
    String reason = lost;
    if (reason != null) {
      lost = null;
      sink.accept(new NetInput.RelayFailed(reason));
    }
  }

  /// How long until [#round] has something to do by itself; [Long#MAX_VALUE] if never.
  long nanosToDeadline() {
    return state instanceof State.Asking(SocketChannel _, Tunnel _, long until)
        ? until - System.nanoTime()
        : Long.MAX_VALUE;
  }

  /// This machine no longer has these addresses.
  void gone(Set<IpAddress> addresses) {
    if (state instanceof State.Open(SocketChannel control, DatagramChannel _)) {
      IpAddress own = Sockets.local(control);
      if (own != null && addresses.contains(own)) {
        rest("this machine no longer has the address " + own);
      }
    }
  }

  void close() {
    switch (state) {
      case State.Asking(SocketChannel control, Tunnel _, long _) -> Sockets.close(control);
      case State.Open(SocketChannel control, DatagramChannel channel) -> {
        Sockets.close(control);
        Sockets.close(channel);
      }
      case State.Idle(), State.Resting _ -> {}
    }
    state = new State.Idle();
  }
}
