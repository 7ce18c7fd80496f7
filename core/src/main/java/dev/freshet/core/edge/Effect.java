package dev.freshet.core.edge;

import dev.freshet.core.api.Event;

/// All that a node can want of the world. A shell switches exhaustively over its own family.
public sealed interface Effect permits NetEffect, DiskEffect, Effect.Notify {
  /// Tell the embedder.
  record Notify(Event event) implements Effect {}
}
