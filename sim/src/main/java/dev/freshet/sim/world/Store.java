package dev.freshet.sim.world;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import java.util.function.Consumer;

/// The disk of a host and what performs effects on it.
public interface Store {
  /// Performs one effect; `answer` hears what came of it, now or later.
  void perform(DiskEffect effect, Consumer<DiskInput> answer);

  /// The power is gone. What was not made durable may be lost; no answer comes any more to what was
  /// asked before.
  void crash();
}
