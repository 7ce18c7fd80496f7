package dev.freshet.core.utp;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// How long our packets wait in queues on their way, from what the other side measures of them.
///
/// Clocks run at slightly different speed, so that a delay seems to grow for ever, or to shrink.
/// What our packets seem to lose that way, theirs win: where the least delay of theirs falls, ours
/// is raised by as much.
final class QueueingDelay {
  private static final int FILTER = 4;

  /// What falls by more has another reason than the clocks.
  private static final int MOST_SKEW_MICROS = 10_000;

  private static final long RARELY_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final int HARDLY_MICROS = 10_000;

  private final BaseDelay ours = new BaseDelay();
  private final BaseDelay theirs = new BaseDelay();
  private final int[] latest = new int[FILTER];
  private int next;
  private long emptyAt;

  /// The other side says how long a packet of ours was under way.
  void ours(long now, int micros) {
    if (!ours.isKnown()) {
      Arrays.fill(latest, micros);
      emptyAt = now;
    }
    latest[next] = micros;
    next = (next + 1) % FILTER;
    ours.sample(now, micros);
    if (micros() < HARDLY_MICROS) {
      emptyAt = now;
    }
  }

  /// Whether the queues have not been seen empty for so long that it may soon be forgotten how long
  /// the way is without them. Then not again for as long.
  boolean neverEmpty(long now) {
    boolean never = ours.isKnown() && now - emptyAt >= RARELY_NANOS;
    if (never) {
      emptyAt = now;
    }
    return never;
  }

  /// A packet of theirs was under way so long.
  void theirs(long now, int micros) {
    boolean known = theirs.isKnown();
    int before = theirs.micros();
    theirs.sample(now, micros);
    int fallen = before - theirs.micros();
    if (known && fallen > 0 && fallen <= MOST_SKEW_MICROS && ours.isKnown()) {
      ours.shift(fallen);
    }
  }

  /// Whether anything was measured.
  boolean isKnown() {
    return ours.isKnown();
  }

  /// How long the latest packets waited, the least of a few, since one may be held up by chance.
  long micros() {
    int least = Integer.MAX_VALUE;
    for (int sample : latest) {
      least = Math.min(least, sample - ours.micros());
    }
    return Math.max(0, least);
  }
}
