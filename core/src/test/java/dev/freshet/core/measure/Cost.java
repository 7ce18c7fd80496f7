package dev.freshet.core.measure;

import com.sun.management.ThreadMXBean;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Time and allocation of steps, by what came in.
final class Cost {
  private static final int LENGTH = 4;
  private static final int HAVE = 4;
  private static final int REQUEST = 6;
  private static final int BLOCK = 7;

  /// What can come in.
  enum Kind {
    HAVE,
    REQUEST,
    BLOCK,
    TALK,
    SENT,
    WRITTEN,
    READ,
    DISK,
    TICK,
    OTHER
  }

  private static final class Sum {
    long count;
    long nanos;
    long bytes;
  }

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final boolean allocation;
  private final List<Sum> sums = Stream.generate(Sum::new).limit(Kind.values().length).toList();
  private long began;
  private long bytes;

  /// Counts bytes allocated too if wanted, which makes the times longer.
  Cost(boolean allocation) {
    this.allocation = allocation;
  }

  /// What sort of input this is; of bytes, by the first message in them.
  static Kind kind(Input input) {
    return switch (input) {
      case NetInput.Received(int _, var lease) -> talk(lease.buffer());
      case NetInput.Sent _ -> Kind.SENT;
      case DiskInput.Written _ -> Kind.WRITTEN;
      case DiskInput.BytesRead _ -> Kind.READ;
      case DiskInput _ -> Kind.DISK;
      case Input.Tick() -> Kind.TICK;
      case NetInput _, Input.Asked _ -> Kind.OTHER;
    };
  }

  private static Kind talk(ByteBuffer bytes) {
    int id = bytes.remaining() > LENGTH ? bytes.get(bytes.position() + LENGTH) : -1;
    return switch (id) {
      case HAVE -> Kind.HAVE;
      case REQUEST -> Kind.REQUEST;
      case BLOCK -> Kind.BLOCK;
      default -> Kind.TALK;
    };
  }

  /// A step begins.
  void begin() {
    bytes = allocation ? threads.getCurrentThreadAllocatedBytes() : 0;
    began = System.nanoTime();
  }

  /// It is over.
  void end(Kind kind) {
    long nanos = System.nanoTime() - began;
    Sum sum = of(kind);
    sum.count++;
    sum.nanos += nanos;
    sum.bytes += allocation ? threads.getCurrentThreadAllocatedBytes() - bytes : 0;
  }

  /// What this thread has had of the processor so far.
  long processorNanos() {
    return threads.getCurrentThreadCpuTime();
  }

  /// A table of all that was counted, the times multiplied by `share`, which is less than 1 where
  /// the processor was not ours alone.
  String table(double share) {
    StringBuilder table = new StringBuilder();
    Sum all = new Sum();
    for (Kind kind : Kind.values()) {
      Sum sum = of(kind);
      all.count += sum.count;
      all.nanos += sum.nanos;
      all.bytes += sum.bytes;
      line(table, kind.name(), sum, share);
    }
    line(table, "ALL", all, share);
    long blocks = of(Kind.BLOCK).count;
    table.append(String.format(Locale.ROOT, "inputs a block: %.2f%n", all.count / (double) blocks));
    return table.toString();
  }

  private Sum of(Kind kind) {
    return sums.get(kind.ordinal());
  }

  private static void line(StringBuilder table, String name, Sum sum, double share) {
    if (sum.count > 0) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-8s %,12d inputs %,8.0f ns %,8d bytes %,8.2f s%n",
              name,
              sum.count,
              share * sum.nanos / sum.count,
              sum.bytes / sum.count,
              share * sum.nanos / 1e9));
    }
  }
}
