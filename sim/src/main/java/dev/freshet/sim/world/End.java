package dev.freshet.sim.world;

import dev.freshet.core.edge.Lease;
import dev.freshet.sim.world.Chunk.Part;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One end of a connection, and the direction from it to the other end: a stream that keeps its
/// order, in chunks of about a block.
final class End {
  private static final int CHUNK = 16 * 1024;
  private static final int SMALL = 256;
  private static final int REPORT = 2048;

  private final World world;
  private final Host host;
  private final int conn;
  private final ArrayDeque<Part> queue = new ArrayDeque<>();
  private final ArrayDeque<Chunk> held = new ArrayDeque<>();
  private final Window window = new Window();
  private @Nullable Backlog beforeTrunk;
  private @Nullable Backlog beforeDownlink;
  private @Nullable End far;
  private boolean open = true;
  private boolean reading;
  private boolean inTurn;
  private boolean waitsForAck;
  private boolean closing;
  private long lastReach;
  private int unreported;

  End(World world, Host host, int conn, boolean reading) {
    this.world = world;
    this.host = host;
    this.conn = conn;
    this.reading = reading;
  }

  static void join(End one, End other) {
    one.far = other;
    other.far = one;
  }

  int conn() {
    return conn;
  }

  Host host() {
    return host;
  }

  End far() {
    End other = far;
    if (other == null) {
      throw new IllegalStateException("not joined");
    }
    return other;
  }

  boolean isOpen() {
    return open;
  }

  // Out.

  /// Bytes to send.
  void send(ByteBuffer bytes, @Nullable Lease lease) {
    if (lease == null && bytes.remaining() <= SMALL && queue.isEmpty() && !inTurn) {
      Chunk chunk = new Chunk();
      chunk.add(new Part(bytes, null));
      window.sent(chunk.length());
      report(chunk.length());
      world.way(this, chunk, host.uplink().express(chunk.length()));
      return;
    }
    queue.add(new Part(bytes, lease));
    if (!inTurn && !waitsForAck) {
      inTurn = true;
      host.uplink().ready(this);
    }
  }

  /// What goes next, about a block; null if it may not go now.
  @Nullable Chunk nextChunk() {
    if (queue.isEmpty()) {
      inTurn = false;
      return null;
    }
    if (!window.open(world.now())) {
      inTurn = false;
      awaitAck();
      return null;
    }
    Chunk chunk = new Chunk();
    while (chunk.length() < CHUNK) {
      Part part = queue.poll();
      if (part == null) {
        break;
      }
      chunk.add(part);
    }
    window.sent(chunk.length());
    return chunk;
  }

  /// Whether there is more to send now.
  boolean wantsTurn() {
    inTurn = !queue.isEmpty();
    return inTurn;
  }

  /// The chunk has left the uplink.
  void departed(Chunk chunk) {
    if (open || closing) {
      host.sent(far().host, chunk.payload());
      world.way(this, chunk, 0);
      report(chunk.length());
      if (closing && queue.isEmpty()) {
        hangUp();
      }
    } else {
      chunk.release();
    }
  }

  private void report(int bytes) {
    unreported += bytes;
    if (unreported >= REPORT && open) {
      int all = unreported;
      unreported = 0;
      host.left(conn, all);
    }
  }

  private void awaitAck() {
    waitsForAck = true;
    long at = window.nextAck();
    if (at != Long.MAX_VALUE) {
      world.at(host, at, this::acknowledged);
    }
  }

  private void acknowledged() {
    if (waitsForAck) {
      waitsForAck = false;
      if (!queue.isEmpty() && !inTurn) {
        inTurn = true;
        host.uplink().ready(this);
      }
    }
  }

  // The way.

  Window window() {
    return window;
  }

  /// What is on its way to the trunk, or to the other host's downlink.
  Backlog backlog(boolean trunk) {
    Backlog known = trunk ? beforeTrunk : beforeDownlink;
    if (known == null) {
      known = new Backlog();
      if (trunk) {
        beforeTrunk = known;
      } else {
        beforeDownlink = known;
      }
    }
    return known;
  }

  /// When bytes that would reach the other host then reach it behind those before them.
  long inOrder(long reach) {
    lastReach = Math.max(lastReach, reach);
    return lastReach;
  }

  /// The chunk will come to the other host, which will be known here then.
  void arrives(Chunk chunk, long knownAt) {
    window.arrives(world.now(), chunk.length(), knownAt);
    if (waitsForAck) {
      world.at(host, knownAt, this::acknowledged);
    }
  }

  // In.

  /// The chunk has come here.
  void take(Chunk chunk) {
    if (!open) {
      chunk.release();
    } else if (!reading || !held.isEmpty()) {
      held.add(chunk);
    } else {
      host.receive(conn, chunk);
    }
  }

  /// Reading begins or stops. What had come meanwhile comes now.
  void reading(boolean on) {
    reading = on;
    if (on && !held.isEmpty()) {
      host.after(1, this::catchUp);
    }
  }

  private void catchUp() {
    while (open && reading) {
      Chunk chunk = held.poll();
      if (chunk == null) {
        return;
      }
      host.receive(conn, chunk);
    }
  }

  // The end.

  /// The node closes: what it has said before still goes out, then the other end hears of it.
  void close() {
    open = false;
    drop(held);
    if (queue.isEmpty() && !inTurn) {
      hangUp();
    } else {
      closing = true;
    }
  }

  /// The host is gone without a word: the other end hears of it.
  void cut() {
    open = false;
    closing = false;
    drop(held);
    dropQueue();
    far().host.after(world.delay(host, far().host), () -> far().lost("connection reset"));
  }

  private void hangUp() {
    closing = false;
    long reach = inOrder(world.now() + world.delay(host, far().host)) + 1;
    world.at(far().host, reach, () -> far().lost("closed by the peer"));
  }

  /// The other end is gone.
  void lost(String reason) {
    if (open) {
      open = false;
      drop(held);
      dropQueue();
      host.lost(conn, reason);
    }
  }

  private void dropQueue() {
    for (Part part = queue.poll(); part != null; part = queue.poll()) {
      Lease lease = part.lease();
      if (lease != null) {
        lease.release();
      }
    }
  }

  private static void drop(ArrayDeque<Chunk> chunks) {
    for (Chunk chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
      chunk.release();
    }
  }
}
