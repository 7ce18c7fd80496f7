package dev.freshet.core.edge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a step leaves what it wants of the world, in order. Not thread-safe: one step fills it,
/// then the shells empty it before the next step.
public final class Outbox {
  private final ArrayDeque<Effect> effects = new ArrayDeque<>();

  /// Empty.
  public Outbox() {}

  /// Adds one more effect at the end.
  public void add(Effect effect) {
    effects.add(effect);
  }

  /// Takes the oldest effect; null if there is none.
  public @Nullable Effect poll() {
    return effects.poll();
  }

  /// Takes all effects, oldest first.
  public List<Effect> drain() {
    List<Effect> all = new ArrayList<>(effects);
    effects.clear();
    return all;
  }

  /// Whether nothing is wanted.
  public boolean isEmpty() {
    return effects.isEmpty();
  }
}
