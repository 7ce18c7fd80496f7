package dev.freshet.sim.world;

import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import java.util.List;

/// Who sees all that goes in and out of one life of a node.
public interface Observer {
  /// This comes in.
  void heard(long nowNanos, Input input);

  /// This comes out in answer, in order.
  void said(long nowNanos, Input input, List<Effect> effects);
}
