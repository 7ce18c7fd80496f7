package dev.freshet.core.world;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.edge.RangeProblem;
import dev.freshet.core.node.Node;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A node with a line to the world and a disk.
final class Participant {
  private final World world;
  private Endpoint endpoint;
  private final World.Link link;
  private final MemoryDisk disk = new MemoryDisk();
  private final Outbox outbox = new Outbox();
  private final Map<Integer, Line> lines = new LinkedHashMap<>();
  private final Set<Integer> opening = new TreeSet<>();
  private final List<Event> events = new ArrayList<>();
  private SlowDisk slow = new SlowDisk();
  private Leases leases = new Leases();
  private Watch watch = new Watch();
  private @Nullable TorrentStatus last;
  private Node node;
  private boolean watched = true;
  private int life;
  private boolean dead;
  private boolean reachable = true;
  private boolean deaf;
  private @Nullable Nat nat;
  private int lastAccepted;
  private int calls;
  private int connects;
  private long uplinkFree;
  private long wakeAt = Long.MAX_VALUE;
  private long sentBytes;

  Participant(World world, Endpoint endpoint, World.Link link, RandomGenerator random) {
    this.world = world;
    this.endpoint = endpoint;
    this.link = link;
    disk.buffers(leases);
    this.node = new Node(readable().withListenPort(endpoint.port()), random);
  }

  Participant with(NodeOptions options, RandomGenerator random) {
    node = new Node(options.withListenPort(endpoint.port()), random);
    return this;
  }

  /// The usual, but in the plain, so that what goes over the lines can be checked.
  private static NodeOptions readable() {
    return NodeOptions.defaults().withEncryption(Encryption.OFF);
  }

  /// From now on nobody checks what goes over its lines, since nobody can read it.
  Participant unwatched() {
    watched = false;
    return this;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  MemoryDisk disk() {
    return disk;
  }

  List<Event> events() {
    return events;
  }

  /// Bytes that went out on the line.
  long sentBytes() {
    return sentBytes;
  }

  boolean dead() {
    return dead;
  }

  /// Whether all that it has said last is that everything is here.
  boolean complete() {
    return last != null && last.complete();
  }

  /// How it stands, as it said last; null if it has not said.
  @Nullable TorrentStatus last() {
    return last;
  }

  /// How many neighbours it has, as it said last; -1 if it has not said.
  int connected() {
    return last == null ? -1 : last.connected();
  }

  private void told(Event event) {
    events.add(event);
    if (event instanceof Event.StatusChanged(int _, TorrentStatus status)) {
      last = status;
    }
  }

  boolean saw(Class<? extends Event> kind) {
    return events.stream().anyMatch(kind::isInstance);
  }

  void ask(Command command) {
    step(new Input.Asked(command));
  }

  World world() {
    return world;
  }

  /// The buffers of this life.
  Leases leases() {
    return leases;
  }

  /// Who watches what this life says.
  Watch watch() {
    return watch;
  }

  /// Goes away without a word, as if the machine had lost its power.
  void crash() {
    dead = true;
    life++;
    for (Line line : new ArrayList<>(lines.values())) {
      line.open = false;
      world.after(link.delay(), () -> line.far.lost("connection reset"));
    }
    lines.clear();
    opening.clear();
    disk.crash();
  }

  /// Is at this address from now on, and all its connections break; nowhere for now, if null.
  void move(@Nullable Endpoint to) {
    List<Line> all = new ArrayList<>(lines.values());
    world.moved(endpoint, to, this);
    reachable = to != null;
    endpoint = to == null ? endpoint : to;
    for (Line line : all) {
      // the other side hears nothing of it
      line.lost("network is unreachable");
    }
  }

  /// Comes back with what lies on its disk.
  void restart() {
    dead = false;
    node = new Node(readable().withListenPort(endpoint.port()), world.random().split());
    slow = new SlowDisk();
    leases = new Leases();
    watch = new Watch();
    disk.buffers(leases);
    events.clear();
    last = null;
    wakeAt = Long.MAX_VALUE;
  }

  /// One of the connections breaks, if there is any.
  void breakLine(RandomGenerator random) {
    List<Line> all = new ArrayList<>(lines.values());
    if (!all.isEmpty()) {
      Line line = all.get(random.nextInt(all.size()));
      Line far = line.far;
      line.lost("connection reset");
      far.lost("connection reset");
    }
  }

  void step(Input input) {
    if (dead) {
      if (input instanceof NetInput.Received(int _, Lease lease)) {
        lease.release();
      }
      return;
    }
    world.note(endpoint, input);
    if (watched) {
      watch.heard(world.now(), input);
    }
    long deadline = node.step(world.now(), input, outbox);
    List<Effect> effects = outbox.drain();
    if (watched) {
      watch.said(world.now(), input, effects);
    }
    for (Effect effect : effects) {
      switch (effect) {
        case NetEffect net -> perform(net);
        case DiskEffect effectOnDisk -> perform(effectOnDisk);
        case Effect.Notify(Event event) -> told(event);
      }
    }
    wake(deadline);
  }

  private void perform(DiskEffect effect) {
    int now = life;
    long takes = world.hardship().disk(world.random());
    long at = slow.due(world.now(), effect, takes);
    world.after(
        at - world.now(),
        () -> {
          if (life == now) {
            disk.perform(effect, this::step);
          }
        });
  }

  private void wake(long deadline) {
    wakeAt = deadline;
    int now = life;
    if (deadline != Long.MAX_VALUE) {
      world.after(
          Math.max(1, deadline - world.now()),
          () -> {
            if (wakeAt == deadline && life == now) {
              step(new Input.Tick());
            }
          });
    }
  }

  private void perform(NetEffect effect) {
    switch (effect) {
      case NetEffect.Connect(int conn, Endpoint to) -> connect(conn, to);
      case NetEffect.Send(int conn, ByteBuffer bytes, Lease lease) -> send(conn, bytes, lease);
      case NetEffect.Close(int conn) -> {
        opening.remove(conn);
        Line line = lines.remove(conn);
        if (line != null) {
          line.open = false;
          long arrives = Math.max(0, uplinkFree - world.now()) + link.delay() + 1;
          world.after(arrives, () -> line.far.lost("closed by the peer"));
        }
      }
      case NetEffect.Fetch(long request, String url, int _, long _) -> fetch(request, url);
      case NetEffect.FetchRange(long request, String _, long _, long _) ->
          world.after(
              link.delay(),
              () ->
                  step(
                      new NetInput.RangeFailed(
                          request, RangeProblem.UNREACHABLE, "no such host", 0)));
      case NetEffect.CancelRange _ -> {}
      case NetEffect.Resolve(long request, String _) ->
          world.after(link.delay(), () -> step(new NetInput.Resolved(request, List.of())));
      case NetEffect.Reading(int conn, boolean on) -> {
        Line line = lines.get(conn);
        if (line != null) {
          line.reading(on);
        }
      }
      case NetEffect.CallGroup(Endpoint group, ByteBuffer bytes) -> call(group, bytes);
      case NetEffect.SendDatagram(Endpoint to, ByteBuffer bytes, boolean _) ->
          post(to, bytes.duplicate());
      case NetEffect.FindAddresses() ->
          world.after(
              1,
              () ->
                  step(
                      new NetInput.AddressesFound(reachable ? List.of(endpoint.ip()) : List.of())));
      case NetEffect.FindGateway _, NetEffect.CallDevice _, NetEffect.SendToName _ -> {}
    }
  }

  /// The line is as wide for datagrams, but they wait for nothing, and one in a hundred is lost.
  private void post(Endpoint to, ByteBuffer bytes) {
    if (world.random().nextInt(100) == 0) {
      return;
    }
    Endpoint from = nat == null ? endpoint : nat.leaves(to);
    sentBytes += bytes.remaining();
    long start = Math.max(world.now(), uplinkFree);
    uplinkFree = start + bytes.remaining() * World.SECOND / link.up();
    world.after(
        uplinkFree - world.now() + link.delay(),
        () -> {
          Participant other = world.machine(to);
          if (other != null && (other.nat == null || other.nat.admits(from, to))) {
            other.step(new NetInput.DatagramReceived(from, bytes));
          }
        });
  }

  /// From now on it is behind a router of this kind.
  Participant behind(Nat.Kind kind) {
    nat = new Nat(kind, endpoint);
    return withoutTcp();
  }

  boolean isBehindNat() {
    return nat != null;
  }

  /// From now on nobody gets through to it by TCP.
  Participant withoutTcp() {
    deaf = true;
    return this;
  }

  /// IPv4 only, and back to the caller too, as it is with real groups.
  private void call(Endpoint group, ByteBuffer bytes) {
    if (!world.isNeighbourhood() || !group.ip().isV4()) {
      return;
    }
    calls++;
    for (Participant one : world.all()) {
      world.after(
          link.delay(), () -> one.step(new NetInput.GroupCalled(endpoint, bytes.duplicate())));
    }
  }

  /// How often it tried to connect to anyone.
  int connects() {
    return connects;
  }

  /// How often it has called out on the local network.
  int calls() {
    return calls;
  }

  private void fetch(long request, String url) {
    int now = life;
    world.after(
        2 * link.delay(),
        () -> {
          if (life == now) {
            step(
                reachable && url.startsWith(Tracker.URL)
                    ? new NetInput.Fetched(
                        request, 200, world.tracker().answer(world.now(), url, endpoint))
                    : new NetInput.FetchFailed(request, "no such host"));
          }
        });
  }

  private void connect(int conn, Endpoint to) {
    int now = life;
    connects++;
    opening.add(conn);
    world.after(
        2 * link.delay(),
        () -> {
          if (life != now || !opening.remove(conn)) {
            return;
          }
          Participant other = world.at(to);
          if (other == null || other.deaf || !reachable) {
            step(new NetInput.Closed(conn, "connection refused"));
            return;
          }
          Line near = new Line(this, conn, true);
          Line far = new Line(other, --other.lastAccepted, false);
          near.far = far;
          far.far = near;
          lines.put(conn, near);
          other.lines.put(far.conn, far);
          Endpoint from = new Endpoint(endpoint.ip(), 50_000 + conn % 10_000);
          other.step(new NetInput.Accepted(far.conn, from));
          if (near.open) {
            step(new NetInput.Connected(conn));
          }
        });
  }

  private void send(int conn, ByteBuffer bytes, @Nullable Lease lease) {
    Line line = lines.get(conn);
    ByteBuffer from = bytes.duplicate();
    while (line != null && from.hasRemaining()) {
      int length = world.hardship().chunk(from.remaining(), world.random());
      ByteBuffer part = from.slice(from.position(), length);
      from.position(from.position() + length);
      sentBytes += length;
      long start = Math.max(world.now(), uplinkFree);
      uplinkFree = start + length * World.SECOND / link.up();
      Lease atLast = from.hasRemaining() ? null : lease;
      world.after(uplinkFree - world.now(), () -> leave(line, part, atLast));
    }
    if (lease != null && (line == null || !bytes.hasRemaining())) {
      lease.release();
    }
  }

  private void leave(Line line, ByteBuffer part, @Nullable Lease lease) {
    byte[] copy = new byte[part.remaining()];
    part.get(copy);
    if (lease != null) {
      lease.release();
    }
    world.after(link.delay(), () -> line.far.arrive(copy));
    if (line.open) {
      step(new NetInput.Sent(line.conn, copy.length));
    }
  }

  /// Bytes have come.
  void receive(int conn, byte[] bytes) {
    step(new NetInput.Received(conn, leases.of(bytes)));
  }

  /// A connection is gone.
  void lost(int conn, String reason) {
    lines.remove(conn);
    step(new NetInput.Closed(conn, reason));
  }
}
