package dev.freshet.net;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.proxy.Proxy;
import dev.freshet.protocol.proxy.Target;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The real network of one node: performs every [NetEffect] and yields every [NetInput].
///
/// # Theory of operation
///
/// One thread owns this and the node: it calls [#poll], gets inputs one by one through the sink,
/// steps the node with each, and gives the effects to [#perform], which may be done from within the
/// sink. Nothing here blocks but `poll`, and that only as long as it was told or until [#wakeup].
/// There is no hand-over between a network thread and the node's, so no lock, no queue of received
/// bytes, and back-pressure needs no protocol: while the node is busy, nothing is read.
///
/// A round tells late news, writes what was queued since the last one (so that many small messages
/// leave in one call), then asks the selector and serves each ready socket once: one read of at
/// most a slab, one gathering write, some datagrams, some new connections. Nobody can hold up the
/// others. HTTP and names are looked up on other threads, whose answers come in through a queue.
public final class NetLoop implements Closeable {
  /// Most new connections taken from one listening socket in a round.
  private static final int MAX_ACCEPTED_PER_ROUND = 64;

  /// How long nobody is let in after the system refused to, for want of file descriptors mostly.
  private static final long ACCEPT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// No sleep is longer than this.
  private static final long MAX_SLEEP_MILLIS = 60_000;

  private final Selector selector;
  private final NetOptions options;
  private final Ports ports;
  private final Connections connections;
  private final Datagrams datagrams;

  /// The way of datagrams where there is a proxy that may relay them; null otherwise.
  private final @Nullable Relay relay;

  private final Groups groups;
  private final OwnAddresses addresses;
  private final Web web;
  private final Fetcher fetcher;
  private final Ranges ranges;
  private final NameLookup names;

  /// What other threads found out.
  private final Queue<NetInput> answers = new ConcurrentLinkedQueue<>();

  /// Whether the selector was told to wake since it last slept.
  private final AtomicBoolean woken = new AtomicBoolean();

  private boolean acceptPaused;
  private long acceptAgainNanos;

  private NetLoop(Selector selector, Ports ports, NetOptions options) {
    this.selector = selector;
    this.options = options;
    this.ports = ports;
    datagrams = new Datagrams(ports.udp());
    groups = new Groups(selector, options.bind());
    addresses = new OwnAddresses(options.bind());
    names = new NameLookup(this::answered);
    Proxy proxy = options.proxy();
    ProxyPlace place = proxy == null ? null : new ProxyPlace(options, proxy, names);
    ReadPool pool = new ReadPool(options.maxReadBytes(), this::wakeup);
    connections = new Connections(selector, options, pool, place);
    relay = place != null && place.proxy().relays() ? new Relay(selector, options, place) : null;
    web = new Web(options, Reach.USUAL, names);
    fetcher = new Fetcher(web, this::answered);
    ranges = new Ranges(web, this::answered);
  }

  /// Opens the ports; nothing happens before the first [#poll].
  ///
  /// @throws IOException one sentence for people, such as "port 6881 is in use by another program"
  public static NetLoop open(NetOptions options) throws IOException {
    Ports ports = Ports.open(options.port(), options.listen());
    try {
      Selector selector = Selector.open();
      for (ServerSocketChannel channel : ports.tcp()) {
        channel.register(selector, SelectionKey.OP_ACCEPT, new Ready.Listener(channel));
      }
      for (DatagramChannel channel : ports.udp()) {
        channel.register(selector, SelectionKey.OP_READ, new Ready.Mailbox(channel));
      }
      return new NetLoop(selector, ports, options);
    } catch (IOException e) {
      ports.close();
      throw e;
    }
  }

  /// The TCP port that we are reached on.
  public int port() {
    return ports.port();
  }

  /// The UDP port: the same number, unless another program had that for UDP.
  public int udpPort() {
    return ports.udpPort();
  }

  /// One round: gives `sink` all that there is, and waits for something if there is nothing.
  ///
  /// @param timeoutNanos how long to wait at most; 0 or less for not at all
  /// @throws IOException if the selector itself fails, which no peer can cause
  public void poll(long timeoutNanos, Consumer<NetInput> sink) throws IOException {
    boolean[] told = new boolean[1];
    Consumer<NetInput> noting =
        input -> {
          told[0] = true;
          sink.accept(input);
        };
    connections.round(noting);
    if (relay != null) {
      relay.round(noting);
    }
    // what was told may have changed until when the caller wants to wait
    boolean busy = connections.busy() || (relay != null && relay.busy());
    boolean wait = !told[0] && !busy && answers.isEmpty();
    select(wait ? Math.min(timeoutNanos, nanosToDeadline()) : 0);
    woken.set(false);
    for (NetInput answer = answers.poll(); answer != null; answer = answers.poll()) {
      sink.accept(answer);
    }
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid()) {
        serve((Ready) key.attachment(), sink);
      }
    }
    selector.selectedKeys().clear();
    resumeAccepting();
  }

  private long nanosToDeadline() {
    long own = acceptPaused ? acceptAgainNanos - System.nanoTime() : Long.MAX_VALUE;
    long relays = relay == null ? Long.MAX_VALUE : relay.nanosToDeadline();
    return Math.min(own, Math.min(relays, connections.nanosToDeadline()));
  }

  private void select(long nanos) throws IOException {
    if (nanos <= 0) {
      selector.selectNow();
    } else {
      // rounded up: waking too early would mean spinning until the deadline
      long millis = TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
      selector.select(Math.min(millis, MAX_SLEEP_MILLIS));
    }
  }

  private void serve(Ready ready, Consumer<NetInput> sink) {
    switch (ready) {
      case Connection connection -> connections.ready(connection, sink);
      case Ready.Listener(ServerSocketChannel channel) -> accept(channel, sink);
      case Ready.Mailbox(DatagramChannel channel) -> datagrams.receive(channel, sink);
      case Ready.Group(DatagramChannel channel) -> groups.receive(channel, sink);
      case Ready.OfRelay(Relay by) -> by.ready(sink);
    }
  }

  private void accept(ServerSocketChannel channel, Consumer<NetInput> sink) {
    try {
      for (int left = MAX_ACCEPTED_PER_ROUND; left > 0; left--) {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
          return;
        }
        connections.accepted(accepted, sink);
      }
    } catch (IOException e) {
      acceptPaused = true;
      acceptAgainNanos = System.nanoTime() + ACCEPT_PAUSE_NANOS;
      listen(0);
    }
  }

  private void resumeAccepting() {
    if (acceptPaused && System.nanoTime() - acceptAgainNanos >= 0) {
      acceptPaused = false;
      listen(SelectionKey.OP_ACCEPT);
    }
  }

  private void listen(int ops) {
    for (ServerSocketChannel channel : ports.tcp()) {
      SelectionKey key = channel.keyFor(selector);
      if (key != null) {
        key.interestOps(ops);
      }
    }
  }

  /// Begins what the node wants; what comes of it is told by a later [#poll]. On the thread that
  /// polls, also from within its sink.
  public void perform(NetEffect effect) {
    if (options.proxy() == null || !proxied(effect)) {
      begin(effect);
    }
  }

  /// Relays datagrams, if that is to be had, and answers what would pass by the proxy, as if there
  /// were nothing out there; false if it goes through it. The node does not ask for such, but
  /// whatever it asks, nothing must show where we are.
  private boolean proxied(NetEffect effect) {
    return switch (effect) {
      case NetEffect.SendDatagram(Endpoint to, ByteBuffer bytes, boolean whole) -> {
        if (relay != null && to.port() != 0) {
          relay.send(Target.of(to), bytes, whole);
        }
        yield true;
      }
      case NetEffect.SendToName(String host, int port, ByteBuffer bytes) -> {
        Target to = Target.named(host, port);
        if (relay != null && to != null) {
          relay.send(to, bytes, false);
        }
        yield true;
      }
      case NetEffect.CallGroup _ -> true;
      case NetEffect.Resolve(long request, String _) ->
          answers.add(new NetInput.Resolved(request, List.of()));
      case NetEffect.FindGateway() -> answers.add(new NetInput.GatewayFound(null));
      case NetEffect.Connect _,
          NetEffect.Send _,
          NetEffect.Reading _,
          NetEffect.Close _,
          NetEffect.Fetch _,
          NetEffect.FetchRange _,
          NetEffect.CancelRange _,
          NetEffect.FindAddresses _,
          NetEffect.CallDevice _ ->
          false;
    };
  }

  private void begin(NetEffect effect) {
    switch (effect) {
      case NetEffect.Connect(int conn, var to) -> connections.connect(conn, to);
      case NetEffect.Send send -> connections.send(send);
      case NetEffect.Reading(int conn, boolean on) -> connections.reading(conn, on);
      case NetEffect.Close(int conn) -> connections.close(conn);
      case NetEffect.Fetch fetch -> fetcher.fetch(fetch);
      case NetEffect.FetchRange range -> ranges.fetch(range);
      case NetEffect.CancelRange(long request) -> ranges.cancel(request);
      case NetEffect.Resolve(long request, String host) -> names.resolve(request, host);
      case NetEffect.CallGroup(var group, var bytes) -> groups.call(group, bytes);
      case NetEffect.SendDatagram(var to, var bytes, boolean whole) ->
          datagrams.send(to, bytes, whole);
      case NetEffect.SendToName _ -> {
        // nobody relays it, so nobody looks the name up
      }
      case NetEffect.FindGateway() ->
          answers.add(new NetInput.GatewayFound(Gateways.find(options.bind())));
      case NetEffect.FindAddresses() -> {
        Set<IpAddress> gone = addresses.look();
        connections.gone(gone);
        if (relay != null) {
          relay.gone(gone);
        }
        answers.add(new NetInput.AddressesFound(addresses.reachable()));
      }
      case NetEffect.CallDevice call -> fetcher.call(call);
    }
  }

  /// Ends the waiting of the present or next [#poll]. From any thread; cheap when repeated.
  public void wakeup() {
    if (woken.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  private void answered(NetInput answer) {
    answers.add(answer);
    wakeup();
  }

  /// Closes all sockets, after giving the kernel what it takes of what is queued, and ends what
  /// other threads do for us. On the thread that polls, or after it has ended.
  @Override
  public void close() throws IOException {
    fetcher.close();
    ranges.close();
    web.close();
    names.close();
    connections.closeAll();
    if (relay != null) {
      relay.close();
    }
    ports.close();
    groups.close();
    selector.close();
  }
}
