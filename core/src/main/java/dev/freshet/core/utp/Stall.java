package dev.freshet.core.utp;

import java.util.concurrent.TimeUnit;

/// Notices a connection that holds more than it should and does not go on: what lay behind a gap
/// lies there still, what was under way has not arrived.
final class Stall {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long NEVER = Long.MAX_VALUE;

  private final Budget budget;
  private long lookAt = NEVER;
  private long furthest;
  private long sent;

  Stall(Budget budget) {
    this.budget = budget;
  }

  /// Whether it stands still; to be asked whenever something is to be said, and at [#lookAt].
  boolean found(long now, Incoming incoming, Sender sender) {
    if (!incoming.hasGap() && sender.held() == 0) {
      lookAt = NEVER;
      return false;
    }
    if (lookAt != NEVER && now - lookAt < 0) {
      return false;
    }
    boolean first = lookAt == NEVER;
    boolean gap = incoming.hasGap() && incoming.next() <= furthest;
    boolean lag = sender.held() > 0 && sender.first() < sent;
    boolean hogs =
        !first
            && ((gap && budget.tooMuch(incoming.earlyCost()))
                || (lag && budget.tooMuch(sender.held())));
    furthest = incoming.furthest();
    sent = sender.next();
    lookAt = now + PERIOD_NANOS;
    return hogs;
  }

  /// When to look if nothing comes first.
  long lookAt() {
    return lookAt;
  }
}
