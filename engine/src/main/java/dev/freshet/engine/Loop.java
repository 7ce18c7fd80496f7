package dev.freshet.engine;

import dev.freshet.core.api.Event;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.net.NetLoop;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one thread that everything about a node happens on.
///
/// # Theory of operation
///
/// A round polls the network, which steps the node with each thing that happened; then takes what
/// others put into the inbox, at most a batch, so that neither side starves the other; then ticks
/// if the node's deadline has come. After every step the outbox is emptied to the shells before
/// anything else comes in. The loop sleeps only in the network's selector, which whoever puts
/// something into the inbox wakes. Time counts from the start of the loop, so it is never negative.
final class Loop {
  /// Most of the inbox that is taken in one round.
  private static final int BATCH = 256;

  private final Mind mind;
  private final NetLoop net;
  private final DiskShell disk;
  private final Consumer<Event> events;
  private final Queue<Input> inbox = new ConcurrentLinkedQueue<>();
  private final Outbox outbox = new Outbox();
  private final RecentInputs recent = new RecentInputs();
  private final long startNanos = System.nanoTime();
  private final Consumer<NetInput> step = this::step;

  private long deadlineNanos;

  /// Whether the node said its last word.
  private boolean stopped;

  private volatile boolean halted;

  Loop(
      Mind mind,
      NetLoop net,
      Function<Consumer<DiskInput>, DiskShell> openDisk,
      Consumer<Event> events) {
    this.mind = mind;
    this.net = net;
    this.disk = openDisk.apply(this::post);
    this.events = events;
  }

  /// Puts an input where the loop will find it. From any thread.
  void post(Input input) {
    inbox.add(input);
    net.wakeup();
  }

  /// Makes [#run] return soon, whatever the node wants. From any thread.
  void halt() {
    halted = true;
    net.wakeup();
  }

  /// Runs until the node has stopped or [#halt].
  ///
  /// @return null, or the fault of ours that ended it
  @Nullable EngineException run() {
    try {
      step(new Input.Tick());
      disk.flush();
      while (!stopped && !halted) {
        net.poll(inbox.isEmpty() ? deadlineNanos - now() : 0, step);
        takeInbox();
        if (!stopped && now() - deadlineNanos >= 0) {
          step(new Input.Tick());
        }
        disk.flush();
      }
      return null;
    } catch (IOException | RuntimeException | Error e) {
      // whatever it is, the state of the node cannot be trusted any more
      System.getLogger(Loop.class.getName())
          .log(
              System.Logger.Level.ERROR,
              "the engine stops" + mind.lastWords() + "; its last inputs were\n" + recent,
              e);
      return new EngineException(
          EngineException.Code.FAILED,
          "the engine stopped by a fault of its own at " + recent.latest() + ": " + e,
          e);
    }
  }

  /// Closes files and sockets. After [#run], on its thread.
  void close() {
    mind.close();
    disk.close();
    try {
      net.close();
    } catch (IOException e) {
      // its sockets are gone all the same
      System.getLogger(Loop.class.getName()).log(System.Logger.Level.DEBUG, "at close", e);
    }
  }

  private long now() {
    return System.nanoTime() - startNanos;
  }

  private void takeInbox() {
    for (int left = BATCH; left > 0 && !stopped; left--) {
      Input input = inbox.poll();
      if (input == null) {
        return;
      }
      step(input);
    }
  }

  private void step(Input input) {
    long now = now();
    recent.add(now, input);
    deadlineNanos = mind.step(now, input, outbox);
    Effect effect = outbox.poll();
    while (effect != null) {
      perform(effect);
      effect = outbox.poll();
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case NetEffect toNet -> net.perform(toNet);
      case DiskEffect toDisk -> disk.perform(toDisk);
      case Effect.Notify(Event event) -> {
        stopped |= event instanceof Event.NodeStopped;
        events.accept(event);
      }
    }
  }
}
