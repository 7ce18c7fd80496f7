package dev.freshet.core.replay;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.node.NodeOptions;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/// Writes down what comes in to a node, from its first input on. Whoever runs the node tells it of
/// each input before the step, which may change the bytes, and of the outbox behind it, before
/// anything is taken from it. The bytes go to `sink`, in parts that each end with a whole input or
/// with what was wanted at it.
public final class Recorder {
  static final byte[] MAGIC = "Freshet recording\n".getBytes(StandardCharsets.US_ASCII);
  static final Type[] TYPES = {NodeOptions.class, Input.class, Effect.class};

  private final ShapeWriter out = new ShapeWriter();
  private final Consumer<byte[]> sink;

  /// Begins with the options and the seed of the node.
  public Recorder(NodeOptions options, long seed, Consumer<byte[]> sink) {
    this.sink = sink;
    sink.accept(MAGIC);
    out.number(Shape.fingerprint(TYPES), Integer.BYTES);
    out.number(seed, Long.BYTES);
    out.value(NodeOptions.class, options);
    sink.accept(out.take());
  }

  /// The node is about to be stepped with this.
  public void heard(long nowNanos, Input input) {
    out.number(nowNanos, Long.BYTES);
    out.value(Input.class, readable(input));
    byte[] bytes = out.take();
    out.number(bytes.length, Integer.BYTES);
    sink.accept(out.take());
    sink.accept(bytes);
  }

  /// The bytes of a write that failed are no longer ours to read; how many they were is enough.
  private static Input readable(Input input) {
    if (input
        instanceof
        DiskInput.Failed(
            int torrent,
            DiskEffect.Write(int same, int piece, int begin, var bytes, Lease lease),
            var problem,
            String message)) {
      ByteBuffer blank = ByteBuffer.allocate(bytes.remaining());
      return new DiskInput.Failed(
          torrent, new DiskEffect.Write(same, piece, begin, blank, lease), problem, message);
    }
    return input;
  }

  /// The node was stepped; the outbox has what it wants.
  public void said(long deadlineNanos, Outbox outbox) {
    out.number(sum(deadlineNanos, outbox), Integer.BYTES);
    sink.accept(out.take());
  }

  /// A checksum of what a step left.
  static int sum(long deadlineNanos, Outbox outbox) {
    ShapeWriter said = new ShapeWriter();
    said.number(deadlineNanos, Long.BYTES);
    outbox.forEach(effect -> said.value(Effect.class, effect));
    CRC32 sum = new CRC32();
    sum.update(said.take());
    return (int) sum.getValue();
  }
}
