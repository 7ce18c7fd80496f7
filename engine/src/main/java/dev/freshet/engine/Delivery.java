package dev.freshet.engine;

import dev.freshet.core.api.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings events from the loop to the listeners, on a thread of its own, so that a slow listener
/// delays no one but the other listeners. See [Engine#listen] for what is kept when they fall
/// behind.
final class Delivery {
  /// How many events wait at most before news is dropped.
  static final int MAX_WAITING = 16_384;

  private final List<Consumer<? super Event>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Event> waiting = new ArrayDeque<>();

  /// For each torrent whose status waits, the newest.
  private final Map<Integer, Event.StatusChanged> newest = new HashMap<>();

  private boolean ended;

  /// Whether a listener took too long when the engine closed, and nobody is told any more.
  private volatile boolean cut;

  private final Thread thread =
      Thread.ofPlatform().name("freshet-events").daemon().unstarted(this::run);

  void start() {
    thread.start();
  }

  Subscription add(Consumer<? super Event> listener) {
    // a wrapper, so that one listener may listen twice
    Consumer<Event> place = listener::accept;
    listeners.add(place);
    return () -> listeners.remove(place);
  }

  /// Queues an event. From the loop; never waits for a listener.
  void tell(Event event) {
    if (listeners.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      if (event instanceof Event.StatusChanged status) {
        if (newest.put(status.torrent(), status) == null) {
          waiting.add(status);
        }
      } else if (waiting.size() < MAX_WAITING || !isNews(event)) {
        waiting.add(event);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Whether one event more or less changes nothing that the status does not show as well.
  private static boolean isNews(Event event) {
    return switch (event) {
      case Event.PieceCompleted _,
          Event.PeerConnected _,
          Event.PeerDisconnected _,
          Event.PeerBanned _,
          Event.TrackerAnswered _,
          Event.TrackerFailed _ ->
          true;
      case Event.MetadataReceived _,
          Event.MetadataUnusable _,
          Event.PhaseChanged _,
          Event.Completed _,
          Event.GoalReached _,
          Event.DiskTrouble _,
          Event.DiskRecovered _,
          Event.StatusChanged _,
          Event.Removed _,
          Event.DhtKnown _,
          Event.PortMapped _,
          Event.PortNotMapped _,
          Event.AddressesChanged _,
          Event.ItemFetched _,
          Event.ItemStored _,
          Event.NodeStopped _ ->
          false;
    };
  }

  /// Lets the listeners have what waits, then ends the thread; waits for that, but not for ever,
  /// and not if a listener itself asks.
  void end(Duration patience) {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    if (!Joining.join(thread, patience)) {
      cut = true;
      thread.interrupt();
    }
  }

  private void run() {
    Event event = take();
    while (event != null) {
      for (Consumer<? super Event> listener : listeners) {
        if (cut) {
          listeners.clear();
          return;
        }
        deliver(event, listener);
      }
      event = take();
    }
  }

  /// Waits for the next; null when ended. Of the thread only the end is asked through [#cut]: an
  /// interrupt alone is a listener's own affair.
  private @Nullable Event take() {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        if (ended) {
          return null;
        }
        changed.awaitUninterruptibly();
      }
      Event event = waiting.remove();
      return event instanceof Event.StatusChanged status ? newest.remove(status.torrent()) : event;
    } finally {
      lock.unlock();
    }
  }

  /// Whatever a listener does, the others are told: its exceptions and errors end here, and so does
  /// an interrupt that it has left behind.
  private static void deliver(Event event, Consumer<? super Event> listener) {
    try {
      listener.accept(event);
    } catch (Throwable e) {
      // not just what is declared: other languages throw anything
      System.getLogger(Delivery.class.getName())
          .log(System.Logger.Level.WARNING, "a listener failed at " + event, e);
    } finally {
      Thread.interrupted();
    }
  }
}
