package dev.freshet.sim.world;

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
import dev.freshet.sim.fault.Fault;
import dev.freshet.sim.scenario.Line;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A machine: a line, a store, an address, and a node while it lives. It may live several times.
public final class Host {
  private final World world;
  private final int index;
  private final Endpoint endpoint;
  private final Line line;
  private final int site;
  private final boolean reachable;
  private final Store store;
  private final Uplink uplink;
  private final @Nullable Pipe downlink;
  private final Outbox outbox = new Outbox();
  private final ArrayDeque<Input> inbox = new ArrayDeque<>();
  private Ends ends = new Ends();
  private Browser browser;
  private Leases leases = new Leases();
  private @Nullable Node node;
  private @Nullable Observer observer;
  private @Nullable Meddler meddler;
  private int life;
  private boolean stepping;
  private long alarmAt = Long.MAX_VALUE;
  private long deadline = Long.MAX_VALUE;

  Host(
      World world,
      int index,
      Endpoint endpoint,
      Line line,
      int site,
      boolean reachable,
      Store store) {
    this.world = world;
    this.index = index;
    this.endpoint = endpoint;
    this.line = line;
    this.site = site;
    this.reachable = reachable;
    this.store = store;
    this.browser = new Browser(world, this, this::step);
    this.uplink = new Uplink(this, line.up());
    this.downlink = line.down() == 0 ? null : new Pipe(line.down());
  }

  /// Its place among the hosts, from 0.
  public int index() {
    return index;
  }

  /// Where it is reached.
  public Endpoint endpoint() {
    return endpoint;
  }

  Line line() {
    return line;
  }

  int site() {
    return site;
  }

  Uplink uplink() {
    return uplink;
  }

  boolean reachable() {
    return reachable;
  }

  /// The connections of this life.
  Ends ends() {
    return ends;
  }

  @Nullable Pipe downlink() {
    return downlink;
  }

  /// Whether a node runs here.
  public boolean alive() {
    return node != null;
  }

  /// The buffers of this life.
  public Leases leases() {
    return leases;
  }

  // Lives.

  /// A node begins to run here.
  ///
  /// @param watched who sees all that goes in and out; null if nobody does
  public void start(NodeOptions options, @Nullable Observer watched) {
    start(options, watched, null);
  }

  /// The same with someone who meddles.
  public void start(NodeOptions options, @Nullable Observer watched, @Nullable Meddler meddling) {
    if (node != null) {
      throw new IllegalStateException(endpoint + " runs already");
    }
    life++;
    browser = new Browser(world, this, this::step);
    observer = watched;
    meddler = meddling;
    leases = new Leases();
    deadline = Long.MAX_VALUE;
    alarmAt = Long.MAX_VALUE;
    node = new Node(options.withListenPort(endpoint.port()), world.random().split());
  }

  /// The power is gone: nobody hears a word, and what was not durable may be lost.
  public void crash() {
    end();
    store.crash();
  }

  /// The node has said goodbye, or nobody asks: it is over.
  public void end() {
    node = null;
    life++;
    browser.close();
    inbox.clear();
    Ends old = ends;
    ends = new Ends();
    old.all().forEach(End::cut);
  }

  /// One of its connections breaks, if there is any.
  public void breakConnection() {
    List<End> all = ends.all();
    if (!all.isEmpty()) {
      world.faults().count(Fault.BROKEN_CONNECTION);
      End one = all.get(world.random().nextInt(all.size()));
      one.far().lost("connection reset");
      one.lost("connection reset");
    }
  }

  /// This happens here so much later, whoever lives here then.
  public void after(long nanos, Runnable what) {
    world.at(this, world.now() + nanos, what);
  }

  /// Asks the node for something; nothing happens if none runs.
  public void ask(Command command) {
    step(new Input.Asked(command));
  }

  // Steps.

  void step(Input input) {
    inbox.add(input);
    if (stepping) {
      return;
    }
    stepping = true;
    try {
      for (Input next = inbox.poll(); next != null; next = inbox.poll()) {
        Node running = node;
        if (running == null) {
          release(next);
        } else {
          step(running, next);
        }
      }
    } finally {
      stepping = false;
    }
    if (node != null) {
      arm();
    }
  }

  private void step(Node running, Input input) {
    world.note(index, input);
    Observer watcher = observer;
    if (watcher != null) {
      watcher.heard(world.now(), input);
    }
    Meddler between = meddler;
    if (between == null) {
      deadline = running.step(world.now(), input, outbox);
    } else {
      for (Input changed : between.heard(world.now(), input)) {
        deadline = running.step(world.now(), changed, outbox);
      }
    }
    if (watcher == null && between == null) {
      for (Effect effect = outbox.poll(); effect != null; effect = outbox.poll()) {
        perform(effect);
      }
      return;
    }
    List<Effect> effects = outbox.drain();
    if (between != null) {
      effects = between.said(world.now(), effects);
    }
    if (watcher != null) {
      watcher.said(world.now(), input, effects);
    }
    effects.forEach(this::perform);
  }

  private static void release(Input input) {
    switch (input) {
      case NetInput.Received(int _, Lease bytes) -> bytes.release();
      case NetInput.RangeReceived(long _, Lease bytes) -> bytes.release();
      case Input _ -> {}
    }
  }

  /// Wakes the node at its deadline. A deadline that moves later is looked at when the alarm rings.
  private void arm() {
    if (deadline < alarmAt) {
      alarmAt = Math.max(deadline, world.now() + 1);
      long rings = alarmAt;
      int now = life;
      world.at(this, rings, () -> ring(now, rings));
    }
  }

  private void ring(int when, long rings) {
    if (life != when || alarmAt != rings) {
      return;
    }
    alarmAt = Long.MAX_VALUE;
    if (deadline <= world.now()) {
      step(new Input.Tick());
    } else {
      arm();
    }
  }

  // What the node wants.

  private void perform(Effect effect) {
    switch (effect) {
      case NetEffect net -> perform(net);
      case DiskEffect disk -> {
        int now = life;
        store.perform(
            disk,
            answer -> {
              if (life == now) {
                step(answer);
              }
            });
      }
      case Effect.Notify(Event event) -> world.listener().told(this, event);
    }
  }

  private void perform(NetEffect effect) {
    switch (effect) {
      case NetEffect.Connect(int conn, Endpoint to) -> Call.begin(world, this, conn, to);
      case NetEffect.Send(int conn, ByteBuffer bytes, Lease lease) -> {
        End end = ends.get(conn);
        if (end != null) {
          end.send(bytes, lease);
        } else if (lease != null) {
          lease.release();
        }
      }
      case NetEffect.Close(int conn) -> {
        End end = ends.remove(conn);
        if (end != null) {
          end.close();
        }
      }
      case NetEffect.Reading(int conn, boolean on) -> {
        End end = ends.get(conn);
        if (end != null) {
          end.reading(on);
        }
      }
      case NetEffect.Fetch fetch -> browser.fetch(fetch);
      case NetEffect.FetchRange range -> browser.fetch(range);
      case NetEffect.CancelRange(long request) -> browser.cancel(request);
      case NetEffect.Resolve(long request, String _) ->
          later(line.delayNanos(), () -> new NetInput.Resolved(request, List.of()));
      case NetEffect.CallGroup _,
          NetEffect.SendDatagram _,
          NetEffect.SendToName _,
          NetEffect.FindGateway _,
          NetEffect.FindAddresses _,
          NetEffect.CallDevice _ -> {
        // no datagram has anywhere to go here: trackers are reached over HTTP, and each host has a
        // network of its own
      }
    }
  }

  private void later(long nanos, Supplier<Input> input) {
    int now = life;
    after(
        nanos,
        () -> {
          if (life == now) {
            step(input.get());
          }
        });
  }

  // What its connections tell.

  void left(int conn, int bytes) {
    step(new NetInput.Sent(conn, bytes));
  }

  void sent(Host to, int payload) {
    if (payload > 0) {
      world.listener().moved(this, to, payload);
    }
  }

  void receive(int conn, Chunk chunk) {
    Lease lease;
    if (world.payload()) {
      ByteBuffer bytes = ByteBuffer.allocate(chunk.length());
      chunk.copy(bytes, false);
      lease = leases.of(bytes.flip());
    } else {
      lease = Lease.unpooled(world.unpacked(chunk));
    }
    chunk.release();
    step(new NetInput.Received(conn, lease));
  }

  /// A connection is over, or never was.
  void lost(int conn, String reason) {
    ends.remove(conn);
    step(new NetInput.Closed(conn, reason));
  }
}
