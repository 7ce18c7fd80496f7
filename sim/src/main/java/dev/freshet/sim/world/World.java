package dev.freshet.sim.world;

import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.sim.fault.Fault;
import dev.freshet.sim.fault.FaultCounts;
import dev.freshet.sim.scenario.Line;
import dev.freshet.sim.scenario.Trunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Hosts, what lies between them, and virtual time. All chance comes from one seed, so equal seeds
/// give equal courses of events. Not thread-safe; several worlds can run beside each other.
public final class World {
  /// Nanoseconds in a second.
  public static final long SECOND = 1_000_000_000L;

  /// The announce URL of the world's tracker.
  public static final String TRACKER = Tracker.URL;

  private static final int FIRST_ADDRESS = 0x0a00_0001;
  private static final int PORT = 6881;

  /// Bytes that one delivery may have: a block, and small messages before it.
  private static final int SCRATCH = 256 * 1024;

  private final Timeline time;
  private final FaultCounts faults = new FaultCounts();
  private final List<Host> hosts = new ArrayList<>();
  private final SplittableRandom random;
  private final Tracker tracker;
  private final boolean payload;
  private final Listener listener;
  private final @Nullable Trunk trunk;
  private final @Nullable Pipe @Nullable [] trunks;
  private final ByteBuffer scratch = ByteBuffer.allocate(SCRATCH);
  private @Nullable WebServer web;
  private long apartUntil;
  private long inputs;
  private long digest;

  /// A world without hosts in which all comes in the order of time.
  ///
  /// @param payload whether payload bytes travel; without, only the first byte of each block does
  /// @param trunk what lies between the two sites; null if nothing does
  public World(long seed, boolean payload, @Nullable Trunk trunk, Listener listener) {
    this(seed, payload, trunk, 0, listener);
  }

  /// A world without hosts. With a lookahead the listener hears of each host's events in their
  /// order, and what two hosts do within the lookahead in any order; there must be no web server
  /// then.
  ///
  /// @param lookahead nanoseconds; no longer than the delay between any two hosts, 0 for none; with
  ///   a trunk there is none
  public World(
      long seed, boolean payload, @Nullable Trunk trunk, long lookahead, Listener listener) {
    this.random = new SplittableRandom(seed);
    this.tracker = new Tracker(random.split());
    this.payload = payload;
    this.time = new Timeline(trunk == null ? lookahead : 0);
    this.listener = listener;
    this.trunk = trunk;
    this.trunks =
        trunk == null ? null : new Pipe[] {new Pipe(trunk.rate()), new Pipe(trunk.rate())};
  }

  // Hosts.

  /// One more host, without a life yet.
  public Host join(Line line, int site, boolean reachable, Store store) {
    Endpoint endpoint = new Endpoint(IpAddress.v4(FIRST_ADDRESS + hosts.size()), PORT);
    Host host = new Host(this, hosts.size(), endpoint, line, site, reachable, store);
    hosts.add(host);
    time.join();
    return host;
  }

  /// All hosts, in the order in which they joined.
  public List<Host> hosts() {
    return List.copyOf(hosts);
  }

  /// Chance that belongs to the world.
  public SplittableRandom random() {
    return random;
  }

  /// What has gone wrong so far.
  public FaultCounts faults() {
    return faults;
  }

  /// The tracker answers from now on, or is not there.
  public void tracker(boolean up) {
    tracker.up(up);
  }

  /// The tracker begins anew, as a process does that keeps nothing.
  public void restartTracker() {
    if (tracker.restart(now())) {
      faults.count(Fault.TRACKER_RESTART);
    }
  }

  /// This web server can be reached from now on.
  public void serve(WebServer server) {
    if (time.hasLookahead()) {
      throw new IllegalStateException("a web server hears of its callers at once");
    }
    web = server;
  }

  @Nullable WebServer web() {
    return web;
  }

  Tracker tracker() {
    return tracker;
  }

  Listener listener() {
    return listener;
  }

  /// The host at this address; null if there is none.
  @Nullable Host at(Endpoint endpoint) {
    if (!endpoint.ip().isV4() || endpoint.port() != PORT) {
      return null;
    }
    byte[] ip = endpoint.ip().bytes();
    int index = ByteBuffer.wrap(ip).getInt() - FIRST_ADDRESS;
    return index >= 0 && index < hosts.size() ? hosts.get(index) : null;
  }

  // Time.

  /// Nanoseconds since the world began.
  public long now() {
    return time.now();
  }

  /// This happens so much later, while all hosts stand still.
  public void after(long nanos, Runnable what) {
    time.at(now() + nanos, what);
  }

  /// This happens to a host then.
  void at(Host whose, long nanos, Runnable what) {
    time.at(whose.index(), nanos, what);
  }

  /// Lets time pass until `until` holds or it is `end`; with a lookahead, up to so much more
  /// passes. Whether it holds.
  public boolean run(long end, BooleanSupplier until) {
    return time.run(end, until);
  }

  /// Something came to a node: one step more in the digest of all that happened.
  void note(int index, Input input) {
    switch (input) {
      case NetInput.Received(int conn, Lease bytes) ->
          note(index, 1, conn, bytes.buffer().remaining());
      case NetInput.Sent(int conn, int bytes) -> note(index, 2, conn, bytes);
      case NetInput.Connected(int conn) -> note(index, 3, conn, 0);
      case NetInput.Accepted(int conn, var _) -> note(index, 4, conn, 0);
      case NetInput.Closed(int conn, var _, boolean _) -> note(index, 5, conn, 0);
      case NetInput _ -> note(index, 6, 0, 0);
      case Input.Tick() -> note(index, 7, 0, 0);
      case Input.Asked _ -> note(index, 8, 0, 0);
      case Input _ -> note(index, 9, 0, 0);
    }
  }

  private void note(int host, int kind, int conn, int length) {
    inputs++;
    long word = ((long) host << 40) ^ ((long) kind << 32) ^ ((long) conn << 16) ^ length;
    digest = mix(mix(digest ^ now()) ^ word);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /// How many inputs all nodes have taken.
  public long inputs() {
    return inputs;
  }

  /// A digest of all inputs to all nodes, in order and with their times.
  public long digest() {
    return digest;
  }

  // What lies between hosts.

  /// How long so many bytes take at so many bytes a second.
  static long nanos(long bytes, long rate) {
    return bytes * SECOND / rate;
  }

  /// The two sites hear nothing of each other until then.
  public void partition(long untilNanos) {
    apartUntil = untilNanos;
  }

  boolean apart(Host one, Host other) {
    return one.site() != other.site() && now() < apartUntil;
  }

  /// How long the way is from host to host without queues.
  long delay(Host from, Host to) {
    long own = (from.line().delayNanos() + to.line().delayNanos()) / 2;
    return own + (trunk == null || from.site() == to.site() ? 0 : trunk.delayNanos());
  }

  /// Sends a chunk, which has just left its uplink or will so much later, on its way to the other
  /// end.
  void way(End from, Chunk chunk, long later) {
    Host sender = from.host();
    Host receiver = from.far().host();
    long delay = delay(sender, receiver);
    long reach = now() + later + delay;
    long jitter = sender.line().jitterNanos() + receiver.line().jitterNanos();
    if (jitter > 0) {
      reach += random.nextLong(jitter);
    }
    if (lost(sender, receiver, chunk.length())) {
      faults.count(Fault.LOST_PACKET);
      reach += from.window().recovery(2 * delay);
      from.window().lost(now(), 2 * delay);
    }
    if (apart(sender, receiver)) {
      faults.count(Fault.PARTITION);
      reach = Math.max(reach, apartUntil + 2 * delay);
    }
    Pipe between = between(sender, receiver);
    Pipe down = receiver.downlink();
    if (between == null && down == null) {
      arrive(from, chunk, from.inOrder(reach), delay);
    } else {
      pass(from, chunk, from.inOrder(reach), delay, between, down);
    }
  }

  /// The chunk comes to the other end then: nothing is between them any more.
  private void arrive(End from, Chunk chunk, long then, long delay) {
    End to = from.far();
    from.arrives(chunk, then + delay);
    at(to.host(), then, () -> to.take(chunk));
  }

  private void pass(
      End from, Chunk chunk, long reach, long delay, @Nullable Pipe first, @Nullable Pipe then) {
    Pipe pipe = first == null ? then : first;
    if (pipe == null) {
      arrive(from, chunk, reach, delay);
      return;
    }
    Backlog backlog = from.backlog(first != null);
    backlog.add(chunk);
    at(
        from.far().host(),
        reach,
        () -> enter(from, backlog, delay, pipe, first == null ? null : then));
  }

  /// The oldest chunk of a backlog enters a pipe. One that is lost there is sent again, and all
  /// that is behind it waits for it, as the receiver of a stream does.
  private void enter(End from, Backlog backlog, long delay, Pipe pipe, @Nullable Pipe then) {
    if (now() < backlog.resentAt()) {
      at(from.far().host(), backlog.resentAt(), () -> enter(from, backlog, delay, pipe, then));
      return;
    }
    long through = pipe.through(now(), backlog.oldest().length());
    if (through >= 0) {
      pass(from, backlog.take(), through, delay, null, then);
      return;
    }
    backlog.resend(now() + from.window().recovery(2 * delay));
    from.window().lost(now(), 2 * delay);
    at(from.far().host(), backlog.resentAt(), () -> enter(from, backlog, delay, pipe, then));
  }

  private @Nullable Pipe between(Host sender, Host receiver) {
    Pipe[] both = trunks;
    return both == null || sender.site() == receiver.site() ? null : both[sender.site()];
  }

  private boolean lost(Host sender, Host receiver, int bytes) {
    double kept = (1 - sender.line().loss()) * (1 - receiver.line().loss());
    if (kept == 1) {
      return false;
    }
    int packets = (bytes + Window.SEGMENT - 1) / Window.SEGMENT;
    return random.nextDouble() > Math.pow(kept, packets);
  }

  // Bytes.

  /// Whether payload bytes travel.
  boolean payload() {
    return payload;
  }

  /// The bytes of a chunk in a buffer that is valid until the next call.
  ByteBuffer unpacked(Chunk chunk) {
    scratch.clear();
    chunk.copy(scratch, true);
    return scratch.flip();
  }
}
