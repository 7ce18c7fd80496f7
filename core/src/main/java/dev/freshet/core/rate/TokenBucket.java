package dev.freshet.core.rate;

import dev.freshet.protocol.Geometry;

/// A rate limit: over any span of T seconds at most `rate * T + burst` bytes pass, if nobody takes
/// more than is [#available].
///
/// Whole bytes and billionths of a byte are counted apart, in integers, so nothing is lost or won
/// however often it is asked. The bucket begins full. Its burst is a quarter of a second, but at
/// least two blocks, since a block that never fits would never be sent.
public final class TokenBucket {
  /// The fastest limit that is told apart: 8 GB/s. Faster ones count as this one.
  public static final long MAX_RATE = 8_000_000_000L;

  /// The smallest burst in bytes: two blocks.
  public static final long MIN_BURST = 2 * Geometry.BLOCK;

  private static final int BURSTS_PER_SECOND = 4;
  private static final long SECOND = 1_000_000_000L;

  private long rate;
  private long burst;
  private long level;
  private long billionths;
  private long filledAt;

  /// So many bytes a second from now on; 0 for no limit.
  public TokenBucket(long bytesPerSecond, long nowNanos) {
    set(bytesPerSecond);
    this.level = burst;
    this.filledAt = nowNanos;
  }

  /// Changes the limit; 0 for none. What the bucket holds stays, as far as the new burst allows.
  public void limit(long nowNanos, long bytesPerSecond) {
    boolean wasFree = !limited();
    fill(nowNanos);
    set(bytesPerSecond);
    level = wasFree ? burst : Math.min(level, burst);
    billionths = level == burst ? 0 : billionths;
  }

  /// Whether there is a limit.
  public boolean limited() {
    return rate != 0;
  }

  /// The limit in bytes a second; 0 for none.
  public long rate() {
    return rate;
  }

  /// The most bytes that the bucket holds.
  public long burst() {
    return burst;
  }

  /// How many bytes may pass now: 0 or less if none, [Long#MAX_VALUE] without a limit.
  public long available(long nowNanos) {
    if (!limited()) {
      return Long.MAX_VALUE;
    }
    fill(nowNanos);
    return level;
  }

  /// So many bytes pass, available or not; what was not is owed and paid off first.
  public void take(long nowNanos, long bytes) {
    if (limited()) {
      fill(nowNanos);
      level -= bytes;
    }
  }

  /// So many of the bytes taken did not pass after all.
  public void refund(long bytes) {
    if (limited()) {
      level = Math.min(burst, level + bytes);
      billionths = level == burst ? 0 : billionths;
    }
  }

  /// The first moment at which so many bytes are available, if nobody takes any; more than the
  /// bucket holds counts as a full bucket. Now if they are there already.
  public long deadlineFor(long nowNanos, long bytes) {
    long missing = Math.min(bytes, burst) - available(nowNanos);
    if (!limited() || missing <= 0) {
      return nowNanos;
    }
    long seconds = missing / rate;
    long rest = Math.ceilDiv((missing % rate) * SECOND - billionths, rate);
    return filledAt + seconds * SECOND + rest;
  }

  private void set(long bytesPerSecond) {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("a limit of " + bytesPerSecond + " bytes a second");
    }
    rate = Math.min(bytesPerSecond, MAX_RATE);
    burst = Math.max(MIN_BURST, rate / BURSTS_PER_SECOND);
  }

  private void fill(long nowNanos) {
    long elapsed = nowNanos - filledAt;
    if (elapsed <= 0) {
      return;
    }
    filledAt = nowNanos;
    if (!limited()) {
      return;
    }
    long seconds = elapsed / SECOND;
    if (seconds > (burst - level) / rate) {
      level = burst;
      billionths = 0;
      return;
    }
    // below 8e9 * 1e9 + 1e9, so it fits
    long more = elapsed % SECOND * rate + billionths;
    level += seconds * rate + more / SECOND;
    billionths = more % SECOND;
    if (level >= burst) {
      level = burst;
      billionths = 0;
    }
  }
}
