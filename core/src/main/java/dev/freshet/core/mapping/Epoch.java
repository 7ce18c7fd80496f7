package dev.freshet.core.mapping;

import java.util.concurrent.TimeUnit;

/// The gateway's clock, which begins anew when it has forgotten its mappings (RFC 6886 section 3.6,
/// RFC 6887 section 8.5).
final class Epoch {
  private static final long SLACK_SECONDS = 2;

  private boolean known;
  private long heardAtNanos;
  private long seconds;

  /// Takes what an answer says; true if the gateway has lost its memory since the one before. Its
  /// clock may run a sixteenth faster or slower than ours.
  boolean restarted(long now, long epochSeconds) {
    long passed = TimeUnit.NANOSECONDS.toSeconds(now - heardAtNanos);
    long theirs = epochSeconds - seconds;
    boolean lost =
        known
            && (theirs < -1
                || passed + SLACK_SECONDS < theirs - theirs / 16
                || theirs + SLACK_SECONDS < passed - passed / 16);
    known = true;
    heardAtNanos = now;
    seconds = epochSeconds;
    return lost;
  }
}
