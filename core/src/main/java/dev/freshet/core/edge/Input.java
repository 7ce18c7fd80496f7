package dev.freshet.core.edge;

import dev.freshet.core.api.Command;

/// All that can happen to a node. One at a time, in an order that whoever runs the node decides.
public sealed interface Input permits NetInput, DiskInput, Input.Asked, Input.Tick {
  /// The embedder wants something.
  record Asked(Command command) implements Input {}

  /// A deadline that the node named has come, or time has merely passed.
  record Tick() implements Input {}
}
