package dev.freshet.core.node;

import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Outbox;
import java.util.random.RandomGenerator;

/// One participant in any number of swarms: the whole of BitTorrent behaviour as one state machine.
/// Not thread-safe: whoever runs it gives it one input at a time.
public final class Node {
  private final NodeOptions options;
  private final RandomGenerator random;

  /// A node without torrents. All its chance comes from `random`.
  public Node(NodeOptions options, RandomGenerator random) {
    this.options = options;
    this.random = random;
  }

  /// Takes one input and adds what is wanted of the world to `outbox`.
  ///
  /// @param nowNanos a clock that never goes back; only differences count
  /// @return when to step again with [Input.Tick] if nothing else comes first, on the same clock
  public long step(long nowNanos, Input input, Outbox outbox) {
    throw new UnsupportedOperationException(options + " " + random);
  }
}
