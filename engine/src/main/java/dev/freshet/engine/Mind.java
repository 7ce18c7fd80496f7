package dev.freshet.engine;

import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Outbox;

/// What the loop runs: [dev.freshet.core.node.Node#step] in the product, a short script in tests of
/// the loop itself.
interface Mind {
  /// Takes one input, leaves its wishes, and says when it wants a tick.
  long step(long nowNanos, Input input, Outbox outbox);

  /// A clause to end the report of the fault that stopped it: how to look into it.
  default String lastWords() {
    return "";
  }

  /// It is not stepped any more.
  default void close() {}
}
