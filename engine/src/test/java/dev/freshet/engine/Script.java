package dev.freshet.engine;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Outbox;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A mind of a few lines in place of a node: answers commands as told, stops when asked to.
final class Script implements Mind {
  final ConcurrentLinkedQueue<Input> seen = new ConcurrentLinkedQueue<>();
  final AtomicInteger ticks = new AtomicInteger();
  final Map<Class<?>, BiConsumer<Command, Outbox>> answers = new ConcurrentHashMap<>();

  /// How long after each step the next tick is wanted.
  long tickNanos = Long.MAX_VALUE / 2;

  boolean stops = true;

  static void tell(Outbox outbox, Event event) {
    outbox.add(new Effect.Notify(event));
  }

  @Override
  public long step(long nowNanos, Input input, Outbox outbox) {
    if (input instanceof Input.Tick) {
      ticks.incrementAndGet();
    } else {
      seen.add(input);
    }
    if (input instanceof Input.Asked(Command command)) {
      if (command instanceof Command.Stop && stops) {
        tell(outbox, new Event.NodeStopped());
      }
      answers.getOrDefault(command.getClass(), (_, _) -> {}).accept(command, outbox);
    }
    return nowNanos + tickNanos;
  }

  /// A disk that answers each close from another thread, and nothing else.
  record Disk(Consumer<DiskInput> answers, AtomicInteger closed) implements DiskShell {
    @Override
    public void perform(DiskEffect effect) {
      if (effect instanceof DiskEffect.Close(int torrent, _)) {
        Thread.startVirtualThread(() -> answers.accept(new DiskInput.Closed(torrent)));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
