package dev.freshet.core.announce;

import dev.freshet.core.api.TrackerStatus;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Trackers that stand in for each other (BEP 12). One that works is the first and the only one
/// asked; while none does, they are asked in turn, one at a time, each when its own time has come.
final class Tier {
  private static final long NOT_PLANNED = -1;

  private final List<Tracker> trackers;

  Tier(List<Tracker> trackers) {
    this.trackers = new ArrayList<>(trackers);
  }

  List<Tracker> trackers() {
    return trackers;
  }

  @Nullable List<Endpoint> arrived(long nowNanos, NetInput input, Outbox outbox) {
    for (Tracker tracker : trackers) {
      List<Endpoint> found = tracker.arrived(nowNanos, input, outbox);
      if (found != null) {
        if (tracker.works() && trackers.remove(tracker)) {
          trackers.addFirst(tracker);
        }
        return found;
      }
    }
    return null;
  }

  /// Repeats what got lost, without asking anything new; returns when to call again.
  long repeat(long nowNanos, Outbox outbox) {
    long next = nowNanos + Round.IDLE_NANOS;
    for (Tracker tracker : trackers) {
      next = earlier(next, tracker.advance(nowNanos, outbox));
    }
    return next;
  }

  /// Repeats what got lost and asks whom it is time to ask; returns when to call again.
  long advance(long nowNanos, Progress progress, boolean young, Outbox outbox) {
    long next = repeat(nowNanos, outbox);
    if (trackers.stream().anyMatch(Tracker::isAwaited)) {
      return next;
    }
    for (Tracker tracker : candidates()) {
      long due = tracker.dueNanos(nowNanos, young, progress.wanted() > 0);
      if (due - nowNanos <= 0) {
        tracker.ask(nowNanos, progress, trackers.size() == 1, outbox);
        return repeat(nowNanos, outbox);
      }
      next = earlier(next, due);
    }
    return next;
  }

  private List<Tracker> candidates() {
    return trackers.getFirst().works()
        ? List.of(trackers.getFirst())
        : trackers.stream().filter(Tracker::isUsable).toList();
  }

  /// @param planned whether anything is asked at all
  List<TrackerStatus> status(long nowNanos, boolean planned, boolean young) {
    List<Tracker> candidates = candidates();
    List<TrackerStatus> all = new ArrayList<>();
    for (Tracker tracker : trackers) {
      long wait =
          planned && candidates.contains(tracker)
              ? Math.max(0, tracker.dueNanos(nowNanos, young, false) - nowNanos)
              : NOT_PLANNED;
      all.add(tracker.status(wait));
    }
    return all;
  }

  private static long earlier(long a, long b) {
    return a - b <= 0 ? a : b;
  }
}
