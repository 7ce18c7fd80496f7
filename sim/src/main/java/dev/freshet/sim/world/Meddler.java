package dev.freshet.sim.world;

import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import java.util.List;

/// Who stands between a node and its world and changes what passes: a cheat, or a bug that was
/// planted. Whoever observes the node sees what comes of it.
public interface Meddler {
  /// What the node gets in place of this; nothing if the list is empty.
  List<Input> heard(long nowNanos, Input input);

  /// What happens in place of these effects.
  List<Effect> said(long nowNanos, List<Effect> effects);
}
