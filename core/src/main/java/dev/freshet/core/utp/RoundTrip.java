package dev.freshet.core.utp;

import dev.freshet.core.rate.AnswerTime;
import java.util.concurrent.TimeUnit;

/// How long an answer takes, and how long to wait for one before the packet counts as lost. What
/// was sent twice tells nothing of that (Karn), so before the first measurement the back-off stays
/// until a packet is answered that was sent once.
final class RoundTrip {
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(8);

  private final AnswerTime answers = new AnswerTime();
  private long least = Long.MAX_VALUE;
  private int timeouts;

  /// An answer has taken so long.
  void sample(long nanos) {
    answers.sample(nanos);
    least = Math.min(least, nanos);
    timeouts = 0;
  }

  /// Something was answered that was sent more than once.
  void goesOn() {
    if (answers.isKnown()) {
      timeouts = 0;
    }
  }

  /// Nothing came in time.
  void timedOut() {
    timeouts++;
  }

  /// How often nothing came in time since something did.
  int timeouts() {
    return timeouts;
  }

  /// How long to wait for an answer.
  long timeoutNanos() {
    long usual = answers.isKnown() ? Math.max(LEAST_NANOS, answers.mostNanos()) : FIRST_NANOS;
    return Math.min(usual << Math.min(timeouts, 6), Math.max(usual, MOST_NANOS));
  }

  /// How long answers take on average; 0 if not known.
  long smoothNanos() {
    return answers.averageNanos();
  }

  /// The shortest time that an answer has taken; 0 if not known.
  long leastNanos() {
    return least == Long.MAX_VALUE ? 0 : least;
  }
}
