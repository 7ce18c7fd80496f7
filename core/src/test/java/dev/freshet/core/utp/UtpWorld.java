package dev.freshet.core.utp;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;

/// Hosts that talk uTP over lines of all kinds, in virtual time; one seed makes one world.
final class UtpWorld {
  static final long MILLI = 1_000_000L;
  static final long SECOND = 1000 * MILLI;

  private record Due(long at, long order, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private final Map<Endpoint, UtpHost> hosts = new LinkedHashMap<>();
  final SplittableRandom random;
  private final StringBuilder log = new StringBuilder();
  private long now = SECOND;
  private long order;

  UtpWorld(long seed) {
    random = new SplittableRandom(seed);
  }

  long now() {
    return now;
  }

  /// A host that sends over this line, and whose clock shows this when the world's shows that.
  UtpHost host(Line line, LongUnaryOperator clock) {
    Endpoint at = new Endpoint(IpAddress.v4(0x0a00_0001 + hosts.size()), 6881);
    UtpHost host = new UtpHost(this, at, line, clock);
    hosts.put(at, host);
    return host;
  }

  UtpHost host(Line line) {
    long ahead = random.nextLong(3600 * SECOND);
    return host(line, time -> time + ahead);
  }

  void after(long delay, Runnable what) {
    agenda.add(new Due(now + delay, order++, what));
  }

  void arrive(Endpoint from, Endpoint to, ByteBuffer bytes) {
    log.append(now).append(' ').append(from).append(' ').append(bytes.remaining()).append('\n');
    UtpHost host = hosts.get(to);
    if (host != null) {
      host.datagram(from, bytes);
    }
  }

  /// All that has arrived, in order.
  String log() {
    return log.toString();
  }

  boolean run(long atMost, BooleanSupplier until) {
    long end = now + atMost;
    while (!until.getAsBoolean()) {
      Due next = agenda.peek();
      if (next == null || next.at > end) {
        now = end;
        return until.getAsBoolean();
      }
      agenda.remove();
      now = next.at;
      next.what.run();
    }
    return true;
  }

  Line line(long bytesPerSecond, long delay) {
    return new Line(this, bytesPerSecond, delay);
  }

  /// A line with a queue before it.
  static final class Line {
    private static final int HEADERS = 28;

    private final UtpWorld world;
    private final long bytesPerSecond;
    private final long delay;
    private final SplittableRandom random;
    private long queueBytes = Long.MAX_VALUE;
    private double loss;
    private double twice;
    private double late;
    private int largest = 1500;
    private long freeAt;
    private long worst;
    private long sumOfWaits;
    private long packets;
    private long bytes;

    private Line(UtpWorld world, long bytesPerSecond, long delay) {
      this.world = world;
      this.bytesPerSecond = bytesPerSecond;
      this.delay = delay;
      this.random = world.random.split();
    }

    Line queue(long bytes) {
      queueBytes = bytes;
      return this;
    }

    Line losing(double share) {
      loss = share;
      return this;
    }

    /// Some packets arrive twice, and some after those behind them.
    Line muddling(double twiceShare, double lateShare) {
      twice = twiceShare;
      late = lateShare;
      return this;
    }

    /// Larger packets, headers counted, do not get through whole.
    Line largest(int bytes) {
      largest = bytes;
      return this;
    }

    /// Measures waiting anew from now on.
    void forgetWaits() {
      worst = 0;
      sumOfWaits = 0;
      packets = 0;
      bytes = 0;
    }

    /// The longest that a packet waited in the queue.
    long worstWait() {
      return worst;
    }

    long meanWait() {
      return packets == 0 ? 0 : sumOfWaits / packets;
    }

    /// Bytes of a packet on average, headers counted.
    long meanLength() {
      return packets == 0 ? 0 : bytes / packets;
    }

    void send(Endpoint from, Endpoint to, ByteBuffer bytes, boolean whole) {
      if (whole && bytes.remaining() + HEADERS > largest) {
        return;
      }
      carry(bytes.remaining() + HEADERS, () -> world.arrive(from, to, bytes.duplicate()));
    }

    void carry(int length, Runnable arrival) {
      long wait = Math.max(0, freeAt - world.now);
      if (wait * bytesPerSecond / SECOND + length > queueBytes) {
        return;
      }
      worst = Math.max(worst, wait);
      sumOfWaits += wait;
      packets++;
      bytes += length;
      freeAt = Math.max(world.now, freeAt) + length * SECOND / bytesPerSecond;
      if (random.nextDouble() < loss) {
        return;
      }
      long under = freeAt - world.now + delay;
      long more = random.nextDouble() < late ? random.nextLong(delay) : 0;
      world.after(under + more, arrival);
      if (random.nextDouble() < twice) {
        world.after(under + random.nextLong(delay), arrival);
      }
    }
  }
}
