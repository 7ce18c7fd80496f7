package dev.freshet.core.torrent;

import dev.freshet.core.api.Event;
import dev.freshet.core.api.SeedGoal;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Outbox;

/// Whether everything that is wanted is here, and what follows when that changes: who is told, and
/// when the goal of seeding is reached.
final class Completion {
  private final int torrent;
  private final Giving giving;
  private boolean begun;
  private boolean complete;

  Completion(int torrent, SeedGoal goal) {
    this.torrent = torrent;
    this.giving = new Giving(goal);
  }

  /// Whether every wanted piece is here.
  boolean complete() {
    return complete;
  }

  /// Whether everything is here and it is not known yet whether we have given enough.
  boolean undecided() {
    return complete && giving.undecided();
  }

  /// What we have is to be found out anew.
  void reset() {
    begun = false;
    complete = false;
    giving.incomplete();
  }

  /// What [#settle] found.
  enum News {
    /// Nothing has changed.
    NONE,
    /// The check is over, and something is missing.
    CHECKED,
    /// Everything is here now.
    COMPLETED
  }

  /// Looks whether the check is over, or the last piece has come.
  News settle(long now, Exchange exchange, Trackers trackers, Traffic traffic, Outbox out) {
    Contents contents = exchange.contents();
    if (!contents.ready()) {
      return News.NONE;
    }
    News news = begun ? News.NONE : News.CHECKED;
    if (!begun) {
      begun = true;
      giving.begun(now);
      exchange.begin(out);
    }
    // what is not durable yet may be gone after all, when it is looked at for the last time
    boolean full = contents.complete() && (complete || contents.durable());
    if (full && !complete) {
      news = News.COMPLETED;
      giving.completed(now, traffic.up().total());
      if (traffic.down().total() > 0 && contents.left() == 0) {
        trackers.completed();
      }
      exchange.finished(out);
    } else if (!full && complete) {
      giving.incomplete();
    }
    complete = full;
    return news;
  }

  /// Tells when enough was given.
  void advance(long now, Exchange exchange, Neighbours neighbours, Traffic traffic, Outbox out) {
    if (complete
        && giving.reached(
            now, traffic.up().total(), exchange.contents().geometry(), neighbours.all())) {
      out.add(new Effect.Notify(new Event.GoalReached(torrent)));
    }
  }
}
