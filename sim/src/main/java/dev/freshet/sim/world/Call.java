package dev.freshet.sim.world;

import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.sim.fault.Fault;
import org.jspecify.annotations.Nullable;

/// A connection being opened: the call takes a delay to the other host, its answer as long back.
final class Call {
  private static final int EPHEMERAL = 49_152;
  private static final int EPHEMERALS = 16_384;
  private static final long TIMEOUT = 10 * World.SECOND;

  private final World world;
  private final Host caller;
  private final int conn;

  /// The connections of the life that calls.
  private final Ends waiting;

  private Call(World world, Host caller, int conn) {
    this.world = world;
    this.caller = caller;
    this.conn = conn;
    this.waiting = caller.ends();
  }

  /// A host calls an address.
  static void begin(World world, Host caller, int conn, Endpoint to) {
    Call call = new Call(world, caller, conn);
    call.waiting.opening(conn);
    call.begin(world.at(to));
  }

  private void begin(@Nullable Host other) {
    if (other == null || !other.reachable() || world.apart(caller, other)) {
      if (other != null) {
        world.faults().count(other.reachable() ? Fault.PARTITION : Fault.NAT);
      }
      caller.after(TIMEOUT, () -> fail("no answer"));
      return;
    }
    long delay = world.delay(caller, other);
    long answered = world.now() + 2 * delay;
    other.after(delay, () -> reach(other, answered));
  }

  private void reach(Host other, long answered) {
    if (!other.alive()) {
      world.at(caller, answered, () -> fail("connection refused"));
      return;
    }
    End far = new End(world, caller, conn, true);
    End near = new End(world, other, other.ends().nextAccepted(), false);
    End.join(near, far);
    other.ends().put(near);
    world.at(caller, answered, () -> succeed(far));
    int port = EPHEMERAL + conn % EPHEMERALS;
    other.step(new NetInput.Accepted(near.conn(), new Endpoint(caller.endpoint().ip(), port)));
  }

  private void succeed(End end) {
    if (isAwaited()) {
      waiting.put(end);
      caller.step(new NetInput.Connected(conn));
    } else {
      end.cut();
    }
  }

  private void fail(String reason) {
    if (isAwaited()) {
      caller.lost(conn, reason);
    }
  }

  private boolean isAwaited() {
    return caller.ends() == waiting && waiting.isOpening(conn);
  }
}
