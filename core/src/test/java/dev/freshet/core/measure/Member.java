package dev.freshet.core.measure;

import dev.freshet.core.api.Event;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.node.Node;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A node, its uplink, and a disk that answers at once and finds everything good.
final class Member {
  private static final ByteBuffer PAYLOAD = ByteBuffer.allocate(1 << 17);

  /// Where bytes are put together that arrive: nobody keeps them for longer than a step.
  private static final ByteBuffer ARRIVAL = ByteBuffer.allocate(1 << 18);

  private static final class Line {
    final Member far;
    final int theirs;
    final List<ByteBuffer> pending = new ArrayList<>();
    boolean open = true;

    Line(Member far, int theirs) {
      this.far = far;
      this.theirs = theirs;
    }
  }

  private final Crowd crowd;
  private final Endpoint endpoint;
  private final boolean seed;
  private final long up;
  private final Node node;
  private final Outbox outbox = new Outbox();
  private final Map<Integer, Line> lines = new LinkedHashMap<>();
  private final ArrayDeque<Input> inbox = new ArrayDeque<>();
  private final ArrayDeque<Integer> talking = new ArrayDeque<>();
  private boolean stepping;
  private int accepted;
  private long uplinkFree;
  private long deadline = Long.MAX_VALUE;
  private long alarmAt = Long.MAX_VALUE;

  Member(
      Crowd crowd, int index, NodeOptions options, long up, boolean seed, RandomGenerator random) {
    this.crowd = crowd;
    this.endpoint = Crowd.endpoint(index);
    this.up = up;
    this.seed = seed;
    this.node = new Node(options, random);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  int nextAccepted() {
    return --accepted;
  }

  void joined(int conn, Member far, int theirs) {
    lines.put(conn, new Line(far, theirs));
  }

  /// How many connections stand.
  int connections() {
    return lines.size();
  }

  /// Gives the node an input, and all that follows from it at once.
  void step(Input input) {
    inbox.add(input);
    if (stepping) {
      return;
    }
    stepping = true;
    for (Input next = inbox.poll(); next != null; next = inbox.poll()) {
      Cost.Kind kind = Cost.kind(next);
      crowd.cost().begin();
      deadline = node.step(crowd.now(), next, outbox);
      crowd.cost().end(kind);
      for (Effect effect = outbox.poll(); effect != null; effect = outbox.poll()) {
        perform(effect);
      }
      for (Integer conn = talking.poll(); conn != null; conn = talking.poll()) {
        leave(conn);
      }
    }
    stepping = false;
    arm();
  }

  private void arm() {
    if (deadline < alarmAt) {
      alarmAt = Math.max(deadline, crowd.now() + 1);
      long rings = alarmAt;
      crowd.at(rings, () -> ring(rings));
    }
  }

  private void ring(long rings) {
    if (alarmAt == rings) {
      alarmAt = Long.MAX_VALUE;
      if (deadline <= crowd.now()) {
        step(new Input.Tick());
      } else {
        arm();
      }
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case NetEffect.Connect(int conn, Endpoint to) -> crowd.join(this, conn, crowd.at(to));
      case NetEffect.Send(int conn, ByteBuffer bytes, Lease _) -> send(conn, bytes);
      case NetEffect.Close(int conn) -> close(conn);
      case NetEffect _ -> {}
      case DiskEffect disk -> perform(disk);
      case Effect.Notify(Event event) -> crowd.told(event);
    }
  }

  private void perform(DiskEffect effect) {
    int torrent = effect.torrent();
    switch (effect) {
      case DiskEffect.Open open -> {
        int pieces = open.info().geometry().pieceCount();
        Bitfield have = seed ? Bitfield.full(pieces) : new Bitfield(pieces);
        inbox.add(new DiskInput.Opened(torrent, have, new Bitfield(pieces)));
      }
      case DiskEffect.Write(int _, int piece, int begin, ByteBuffer bytes, Lease lease) -> {
        inbox.add(new DiskInput.Written(torrent, piece, begin, bytes.remaining()));
        lease.release();
      }
      case DiskEffect.Read(int _, long request, int _, int _, int length) ->
          inbox.add(
              new DiskInput.BytesRead(torrent, request, Lease.unpooled(PAYLOAD.slice(0, length))));
      case DiskEffect.Verify(int _, int piece, var _, boolean _) ->
          inbox.add(new DiskInput.Verified(torrent, piece, true, null));
      case DiskEffect.Commit _ -> inbox.add(new DiskInput.Committed(torrent));
      case DiskEffect.Forget _, DiskEffect.Close _ ->
          throw new IllegalStateException("nobody asked for " + effect);
    }
  }

  private void close(int conn) {
    Line line = lines.remove(conn);
    if (line != null) {
      line.open = false;
      crowd.arrive(
          crowd.now(),
          () -> {
            Line theirs = line.far.lines.remove(line.theirs);
            if (theirs != null) {
              theirs.open = false;
              line.far.step(new NetInput.Closed(line.theirs, "closed by the peer"));
            }
          });
    }
  }

  private void send(int conn, ByteBuffer bytes) {
    Line line = lines.get(conn);
    if (line != null) {
      if (line.pending.isEmpty()) {
        talking.add(conn);
      }
      line.pending.add(bytes);
    }
  }

  /// What one step has for one peer travels together, but each block apart, as on a slow line.
  private void leave(int conn) {
    Line line = lines.get(conn);
    if (line == null) {
      return;
    }
    int first = 0;
    for (int i = 0; i < line.pending.size(); i++) {
      if (line.pending.get(i).remaining() >= 1 << 10 || i == line.pending.size() - 1) {
        leave(conn, line, List.copyOf(line.pending.subList(first, i + 1)));
        first = i + 1;
      }
    }
    line.pending.clear();
  }

  private void leave(int conn, Line line, List<ByteBuffer> parts) {
    int length = 0;
    for (ByteBuffer part : parts) {
      length += part.remaining();
    }
    int bytes = length;
    uplinkFree = Math.max(crowd.now(), uplinkFree) + bytes * Crowd.SECOND / up;
    crowd.at(uplinkFree, () -> left(line, conn, bytes));
    crowd.arrive(uplinkFree, () -> line.far.receive(line.theirs, parts));
  }

  private void left(Line line, int conn, int bytes) {
    if (line.open) {
      step(new NetInput.Sent(conn, bytes));
    }
  }

  private void receive(int conn, List<ByteBuffer> parts) {
    @Nullable Line line = lines.get(conn);
    if (line == null) {
      return;
    }
    ARRIVAL.clear();
    for (ByteBuffer part : parts) {
      if (part.remaining() >= 1 << 10 && part.capacity() >= 1 << 14) {
        ARRIVAL.position(ARRIVAL.position() + part.remaining());
      } else {
        ARRIVAL.put(part.duplicate());
      }
    }
    ByteBuffer all = ARRIVAL.duplicate().flip();
    step(new NetInput.Received(conn, Lease.unpooled(all)));
  }
}
