package dev.freshet.core.world;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.node.Node;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A node with a line to the world and a disk.
final class Participant {
  private record Far(Participant other, int conn) {}

  private final World world;
  private final Endpoint endpoint;
  private final World.Link link;
  private final MemoryDisk disk = new MemoryDisk();
  private final Outbox outbox = new Outbox();
  private final Map<Integer, Far> connections = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private Node node;
  private boolean dead;
  private int lastAccepted;
  private long uplinkFree;
  private long wakeAt = Long.MAX_VALUE;
  private long sentBytes;

  Participant(World world, Endpoint endpoint, World.Link link, RandomGenerator random) {
    this.world = world;
    this.endpoint = endpoint;
    this.link = link;
    this.node = new Node(NodeOptions.defaults().withListenPort(endpoint.port()), random);
  }

  Participant with(NodeOptions options, RandomGenerator random) {
    node = new Node(options.withListenPort(endpoint.port()), random);
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

  boolean saw(Class<? extends Event> kind) {
    return events.stream().anyMatch(kind::isInstance);
  }

  void ask(Command command) {
    step(new Input.Asked(command));
  }

  /// Goes away without a word, as if the machine had lost its power.
  void crash() {
    dead = true;
    for (Far far : new ArrayList<>(connections.values())) {
      world.after(link.delay(), () -> far.other.lost(far.conn, "connection reset"));
    }
    connections.clear();
  }

  void step(Input input) {
    if (dead) {
      return;
    }
    world.note(endpoint, input);
    long deadline = node.step(world.now(), input, outbox);
    for (Effect effect : outbox.drain()) {
      switch (effect) {
        case NetEffect net -> perform(net);
        case DiskEffect effectOnDisk ->
            disk.perform(effectOnDisk, answer -> world.after(MICRO, () -> step(answer)));
        case Effect.Notify(Event event) -> events.add(event);
      }
    }
    wake(deadline);
  }

  private static final long MICRO = 1_000L;

  private void wake(long deadline) {
    wakeAt = deadline;
    if (deadline != Long.MAX_VALUE) {
      world.after(
          Math.max(1, deadline - world.now()),
          () -> {
            if (wakeAt == deadline) {
              step(new Input.Tick());
            }
          });
    }
  }

  private void perform(NetEffect effect) {
    switch (effect) {
      case NetEffect.Connect(int conn, Endpoint to) -> connect(conn, to);
      case NetEffect.Send(int conn, ByteBuffer bytes, Lease lease) -> {
        send(conn, bytes);
        if (lease != null) {
          lease.release();
        }
      }
      case NetEffect.Close(int conn) -> {
        Far far = connections.remove(conn);
        if (far != null) {
          long arrives = Math.max(0, uplinkFree - world.now()) + link.delay();
          world.after(arrives, () -> far.other.lost(far.conn, "closed by the peer"));
        }
      }
      case NetEffect.Fetch(long request, String _, int _, long _) ->
          world.after(link.delay(), () -> step(new NetInput.FetchFailed(request, "no such host")));
      case NetEffect.Resolve(long request, String _) ->
          world.after(link.delay(), () -> step(new NetInput.Resolved(request, List.of())));
      case NetEffect.Reading _, NetEffect.SendDatagram _ -> {}
    }
  }

  private void connect(int conn, Endpoint to) {
    world.after(
        2 * link.delay(),
        () -> {
          Participant other = world.at(to);
          if (other == null) {
            step(new NetInput.Closed(conn, "connection refused"));
            return;
          }
          int far = --other.lastAccepted;
          connections.put(conn, new Far(other, far));
          other.connections.put(far, new Far(this, conn));
          other.step(new NetInput.Accepted(far, endpoint));
          step(new NetInput.Connected(conn));
        });
  }

  private void send(int conn, ByteBuffer bytes) {
    Far far = connections.get(conn);
    if (far == null) {
      return;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    sentBytes += copy.length;
    long start = Math.max(world.now(), uplinkFree);
    uplinkFree = start + copy.length * World.SECOND / link.up();
    long left = uplinkFree - world.now();
    world.after(
        left,
        () -> {
          if (connections.containsKey(conn)) {
            step(new NetInput.Sent(conn, copy.length));
          }
        });
    world.after(left + link.delay(), () -> far.other.receive(far.conn, copy));
  }

  private void receive(int conn, byte[] bytes) {
    if (!dead && connections.containsKey(conn)) {
      step(new NetInput.Received(conn, Lease.unpooled(ByteBuffer.wrap(bytes))));
    }
  }

  private void lost(int conn, String reason) {
    if (!dead && connections.remove(conn) != null) {
      step(new NetInput.Closed(conn, reason));
    }
  }
}
