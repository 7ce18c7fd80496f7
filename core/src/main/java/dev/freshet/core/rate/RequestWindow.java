package dev.freshet.core.rate;

import dev.freshet.protocol.Geometry;

/// How many requests to keep outstanding at a peer, and how long to wait for it.
///
/// *Theory of operation.* Enough must be under way to cover the delay between a request and its
/// block, and a cushion more, so that the peer is never out of work: [#CUSHION_NANOS], and the
/// longest pause that the peer made of late, since some send in bursts, though no more than
/// [#MAX_CUSHION_NANOS] in all. Anything above that only ties blocks to this peer: a rare piece
/// waits in its queue while others could have passed it on. Time is cut into rounds: a round ends
/// when a block arrives that was asked for after the round began, so it lasts as long as one full
/// window takes. What arrived in it is the rate; the window for the next round is rate times (least
/// delay seen + cushion), but at most twice the window before: at the start it doubles each round
/// until the rate no longer grows, and it never runs away on a burst. A time without requests
/// outstanding belongs to no round.
///
/// A peer that has not sent a block for a while though it was asked is snubbing us: the window is
/// one until a block comes.
public final class RequestWindow {
  /// The window at the start, and the smallest but for a peer that snubs us.
  public static final int MIN = 4;

  /// The largest window: 500 blocks, about 8 MB.
  public static final int MAX = 500;

  /// How much work a peer should have beyond the delay and its pauses.
  static final long CUSHION_NANOS = 250_000_000L;

  /// And at most with its pauses.
  static final long MAX_CUSHION_NANOS = 1_000_000_000L;

  /// The longest delay that is made up for; more is a queue, and feeding it makes it longer.
  static final long MAX_DELAY_NANOS = 2_000_000_000L;

  /// A request is given up after this long at the latest.
  public static final long MAX_TIMEOUT_NANOS = 60_000_000_000L;

  /// And at the earliest.
  static final long MIN_TIMEOUT_NANOS = 10_000_000_000L;

  /// A peer snubs us if it sends nothing for this long, or for [#PATIENCE] times what is usual. One
  /// that has never sent anything has no credit: it may be one that lets everybody ask and gives
  /// nothing.
  static final long MIN_SNUB_NANOS = 20_000_000_000L;

  /// Nobody is waited for longer than this.
  static final long MAX_SNUB_NANOS = 60_000_000_000L;

  private static final int PATIENCE = 4;

  private int size = MIN;
  private int most = MAX;
  private boolean snubbed;
  private boolean measured;
  private long leastDelay = MAX_DELAY_NANOS;
  private long usualDelay;
  private long usualGap;
  private long waitingSince;
  private boolean inRound;
  private long roundStart;
  private long roundBytes;
  private long roundPause;
  private long pause;

  private RequestWindow() {}

  /// The window of a peer that we know nothing of.
  public static RequestWindow start() {
    return new RequestWindow();
  }

  /// The peer takes so many requests at once (`reqq` of BEP 10), 1 or more.
  public void limit(int requests) {
    most = Math.clamp(requests, 1, MAX);
  }

  // What happens.

  /// A request was sent; `outstanding` are under way with it.
  public void asked(long nowNanos, int outstanding) {
    if (outstanding == 1) {
      waitingSince = nowNanos;
      inRound = false;
    }
    if (!inRound) {
      inRound = true;
      beginRound(nowNanos);
    }
  }

  /// A block came that was asked for at `askedAt`.
  public void arrived(long nowNanos, long askedAt, int bytes) {
    long delay = Math.max(1, nowNanos - askedAt);
    long gap = Math.max(0, nowNanos - waitingSince);
    leastDelay = Math.min(leastDelay, delay);
    usualDelay = measured ? usualDelay + (delay - usualDelay) / 8 : delay;
    usualGap = measured ? usualGap + (gap - usualGap) / 8 : gap;
    measured = true;
    waitingSince = nowNanos;
    if (snubbed) {
      snubbed = false;
      size = MIN;
      inRound = false;
    }
    roundBytes += bytes;
    roundPause = Math.max(roundPause, gap);
    if (inRound && askedAt - roundStart >= 0) {
      endRound(nowNanos);
    }
  }

  /// All requests are void: the peer choked us.
  public void choked() {
    inRound = false;
  }

  // What is asked.

  /// How many requests should be under way: 1 to [#MAX].
  public int size() {
    return snubbed ? 1 : Math.min(size, most);
  }

  /// Whether the peer is snubbing us, as of now with so many requests outstanding. Stays so until a
  /// block arrives.
  public boolean snubbed(long nowNanos, int outstanding) {
    if (outstanding > 0 && nowNanos - waitingSince >= snubNanos()) {
      snubbed = true;
    }
    return snubbed;
  }

  /// When [#snubbed] becomes true if nothing comes, while requests are outstanding.
  public long snubDeadline() {
    return waitingSince + snubNanos();
  }

  /// How long after it was sent a request counts as lost.
  public long timeoutNanos() {
    return measured
        ? Math.clamp(PATIENCE * usualDelay, MIN_TIMEOUT_NANOS, MAX_TIMEOUT_NANOS)
        : MAX_TIMEOUT_NANOS;
  }

  private long snubNanos() {
    return measured
        ? Math.clamp(PATIENCE * usualGap, MIN_SNUB_NANOS, MAX_SNUB_NANOS)
        : MIN_SNUB_NANOS;
  }

  private void endRound(long nowNanos) {
    double nanos = (double) Math.max(1, nowNanos - roundStart);
    // a long pause fades round by round
    pause = Math.max(roundPause, pause - pause / 4);
    long cushion = Math.min(CUSHION_NANOS + pause, MAX_CUSHION_NANOS);
    double wanted = roundBytes / nanos * (leastDelay + cushion) / Geometry.BLOCK;
    size = (int) Math.clamp(Math.ceil(wanted), MIN, (double) Math.min(2L * size, MAX));
    beginRound(nowNanos);
  }

  private void beginRound(long nowNanos) {
    roundStart = nowNanos;
    roundBytes = 0;
    roundPause = 0;
  }
}
