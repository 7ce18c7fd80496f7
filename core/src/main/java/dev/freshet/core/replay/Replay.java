package dev.freshet.core.replay;

import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.node.Node;
import dev.freshet.core.node.NodeOptions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A node of the same options and seed as the recorded one, stepped with the same inputs.
public final class Replay {
  /// One step again.
  ///
  /// @param effects what the node wanted, to be read before the next step
  /// @param verdict how that compares with what the recorded one wanted
  public record Step(long nowNanos, Input input, List<Effect> effects, Verdict verdict) {
    public Step {
      effects = List.copyOf(effects);
    }
  }

  /// How a step compares with the recorded one.
  public enum Verdict {
    /// The same effects and the same deadline.
    SAME,
    /// Others: from here on it is another course.
    OTHER,
    /// The recording ends within this step, as one does that a fault has ended.
    UNKNOWN
  }

  private final ByteBuffer in;
  private final Outbox outbox = new Outbox();
  private final Node node;

  private Replay(ByteBuffer in, Node node) {
    this.in = in;
    this.node = node;
  }

  /// Begins to replay what a [Recorder] wrote.
  ///
  /// @throws ReplayException if it is no recording, or one of another version
  public static Replay of(ByteBuffer recording) throws ReplayException {
    ByteBuffer in = recording.slice();
    byte[] magic = new byte[Recorder.MAGIC.length];
    if (in.remaining() < magic.length + Integer.BYTES + Long.BYTES) {
      throw new ReplayException("this is no recording");
    }
    in.get(magic);
    if (!Arrays.equals(magic, Recorder.MAGIC)) {
      throw new ReplayException("this is no recording");
    }
    if (in.getInt() != Shape.fingerprint(Recorder.TYPES)) {
      throw new ReplayException("another version of Freshet has made this recording");
    }
    long seed = in.getLong();
    NodeOptions options = new ShapeReader(in).value(NodeOptions.class);
    return new Replay(in, new Node(options, new SplittableRandom(seed)));
  }

  /// The next step; null behind the last whole input. What the node throws is thrown, as it was
  /// when this was recorded.
  ///
  /// @param before is shown each input before the node is, which may change its bytes
  /// @throws ReplayException if the recording is damaged
  public @Nullable Step next(BiConsumer<Long, Input> before) throws ReplayException {
    if (in.remaining() < Integer.BYTES
        || in.getInt(in.position()) > in.remaining() - Integer.BYTES) {
      return null;
    }
    ByteBuffer frame = in.slice(in.position() + Integer.BYTES, in.getInt(in.position()));
    in.position(in.position() + Integer.BYTES + frame.remaining());
    if (frame.remaining() < Long.BYTES) {
      throw new ReplayException("the recording is damaged");
    }
    long now = frame.getLong();
    Input input = new ShapeReader(frame).value(Input.class);
    before.accept(now, input);
    long deadline = node.step(now, input, outbox);
    Verdict verdict = Verdict.UNKNOWN;
    if (in.remaining() >= Integer.BYTES) {
      verdict = in.getInt() == Recorder.sum(deadline, outbox) ? Verdict.SAME : Verdict.OTHER;
    }
    return new Step(now, input, outbox.drain(), verdict);
  }
}
