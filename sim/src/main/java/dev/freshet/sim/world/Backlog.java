package dev.freshet.sim.world;

import java.util.ArrayDeque;

/// What one direction of a connection has on its way to a pipe, oldest first: whatever is lost and
/// sent again there, the stream keeps its order.
final class Backlog {
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private long resentAt = Long.MIN_VALUE;

  void add(Chunk chunk) {
    chunks.add(chunk);
  }

  Chunk oldest() {
    return chunks.element();
  }

  Chunk take() {
    return chunks.remove();
  }

  /// The oldest was lost and comes again then.
  void resend(long at) {
    resentAt = at;
  }

  /// Before this nothing goes on.
  long resentAt() {
    return resentAt;
  }
}
