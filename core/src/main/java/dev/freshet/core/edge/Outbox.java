package dev.freshet.core.edge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where a step leaves what it wants of the world, in order. Not thread-safe: one step fills it,
/// then the shells empty it before the next step.
public final class Outbox {
  private final ArrayDeque<Effect> effects = new ArrayDeque<>();
  private long step;

  /// Empty.
  public Outbox() {}

  /// Adds one more effect at the end.
  public void add(Effect effect) {
    effects.add(effect);
  }

  /// A number for what is being added now, until the next effect is taken.
  public long step() {
    return step;
  }

  /// Whether nothing was taken since [#step] gave that number, so that what was added then may
  /// still be changed.
  public boolean stillOpen(long number) {
    return step == number;
  }

  /// Takes the oldest effect; null if there is none.
  public @Nullable Effect poll() {
    step++;
    return effects.poll();
  }

  /// Takes all effects, oldest first.
  public List<Effect> drain() {
    step++;
    List<Effect> all = new ArrayList<>(effects);
    effects.clear();
    return all;
  }

  /// Shows all effects, oldest first, and leaves them.
  public void forEach(Consumer<Effect> viewer) {
    effects.forEach(viewer);
  }

  /// How many effects there are.
  public int size() {
    return effects.size();
  }

  /// Whether nothing is wanted.
  public boolean isEmpty() {
    return effects.isEmpty();
  }
}
