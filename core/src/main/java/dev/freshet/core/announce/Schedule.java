package dev.freshet.core.announce;

import dev.freshet.protocol.announce.AnnounceResponse;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// When one tracker is asked next.
///
/// A tracker that answers is asked again after its interval; after its shorter minimum if peers are
/// wanted. Where it sets no minimum, that is a minute, doubled each time that peers are still
/// wanted. Never more than once a minute, except in the first minutes, when a swarm forms and the
/// tracker may ask for more. A tracker that fails is left alone for longer and longer.
final class Schedule {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long[] BACK_OFF = {5 * SECOND, 15 * SECOND, 30 * SECOND};
  private static final long LONGEST_BACK_OFF = TimeUnit.MINUTES.toNanos(30);
  private static final long FLOOR = TimeUnit.MINUTES.toNanos(1);
  private static final long YOUNG_FLOOR = 10 * SECOND;
  private static final long USUAL_INTERVAL = TimeUnit.MINUTES.toNanos(30);
  private static final int MAX_DOUBLINGS = 10;

  private long askedNanos;
  private long retryNanos;
  private long intervalNanos;
  private long minIntervalNanos;
  private int failures;
  private int early;
  private boolean wanting;

  /// Due at once.
  Schedule(long nowNanos) {
    askedNanos = nowNanos;
  }

  /// More peers are wanted before the interval is over.
  void wantMore() {
    wanting = true;
  }

  /// If it has failed it is asked again now.
  void retry(long nowNanos) {
    retryNanos = nowNanos;
  }

  /// When the tracker may and should be asked.
  ///
  /// @param young whether the torrent was started a short while ago
  /// @param wanted whether peers are still wanted
  long dueNanos(boolean young, boolean wanted) {
    if (failures > 0) {
      return retryNanos;
    }
    if (intervalNanos == 0) {
      return askedNanos;
    }
    long floor = young ? YOUNG_FLOOR : FLOOR;
    long wait = wanting || (young && wanted) ? earlyNanos(young) : intervalNanos;
    return askedNanos + Math.max(floor, wait);
  }

  private long earlyNanos(boolean young) {
    boolean invited = young && minIntervalNanos > 0;
    long least =
        invited
            ? minIntervalNanos
            : Math.max(minIntervalNanos, FLOOR) << Math.min(early, MAX_DOUBLINGS);
    return Math.min(intervalNanos, least);
  }

  /// The tracker is being asked.
  void asked(long nowNanos) {
    boolean isEarly = intervalNanos > 0 && nowNanos - askedNanos < intervalNanos;
    early = isEarly ? early + 1 : 0;
    askedNanos = nowNanos;
    wanting = false;
  }

  /// The tracker has answered; of several answers in a round the longest times count.
  void answered(AnnounceResponse.Peers peers, boolean first) {
    failures = 0;
    long minInterval = peers.minIntervalSeconds() * SECOND;
    long usual = peers.intervalSeconds() > 0 ? peers.intervalSeconds() * SECOND : USUAL_INTERVAL;
    // where the two contradict each other, the longer one is never too soon
    long interval = Math.max(usual, minInterval);
    intervalNanos = first ? interval : Math.max(intervalNanos, interval);
    minIntervalNanos = first ? minInterval : Math.max(minIntervalNanos, minInterval);
  }

  /// The tracker has failed once more; returns how long it will be left alone.
  long failed(long nowNanos, RandomGenerator random) {
    int doublings = Math.min(failures - BACK_OFF.length + 1, MAX_DOUBLINGS);
    long wait =
        failures < BACK_OFF.length
            ? BACK_OFF[failures]
            : Math.min(LONGEST_BACK_OFF, BACK_OFF[BACK_OFF.length - 1] << doublings);
    failures++;
    long jittered = wait + random.nextLong(wait / 4);
    retryNanos = nowNanos + jittered;
    return jittered;
  }

  /// Whether the last announce was answered.
  boolean works() {
    return failures == 0 && intervalNanos > 0;
  }

  long intervalNanos() {
    return intervalNanos;
  }
}
