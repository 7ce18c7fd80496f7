package dev.freshet.core.rate;

import java.util.Arrays;

/// Bytes a second over the last few seconds, and bytes in all.
///
/// The span is cut into [#SLOTS] equal slots kept in a ring. The rate is what the last slots hold,
/// divided by the time that they cover to the nanosecond, so it does not depend on how often it is
/// asked. A young meter divides by its age, but by [#MIN_AGE_NANOS] at least.
public final class Meter {
  /// How many slots the span has.
  static final int SLOTS = 20;

  /// What a rate is averaged over at least.
  static final long MIN_AGE_NANOS = 500_000_000L;

  private static final double SECOND = 1e9;

  private final long slotNanos;
  private long[] slots = {};
  private long slot;
  private long inSpan;
  private long total;
  private boolean started;
  private long start;

  private Meter(long slotNanos) {
    this.slotNanos = slotNanos;
  }

  /// A meter over this many seconds, 1 to 3600.
  public static Meter overSeconds(int seconds) {
    if (seconds < 1 || seconds > 3600) {
      throw new IllegalArgumentException("a meter over " + seconds + " s");
    }
    return new Meter(seconds * 1_000_000_000L / SLOTS);
  }

  /// So many bytes passed now.
  public void add(long nowNanos, long bytes) {
    if (!started) {
      started = true;
      start = nowNanos;
      slots = new long[SLOTS];
    }
    advance(nowNanos);
    slots[(int) (slot % SLOTS)] += bytes;
    inSpan += bytes;
    total += bytes;
  }

  /// Bytes a second of late; 0 if there were none.
  public long rate(long nowNanos) {
    if (inSpan == 0) {
      return 0;
    }
    advance(nowNanos);
    long age = Math.max(nowNanos - start, slot * slotNanos);
    long covered = Math.min(age, age - slot * slotNanos + (SLOTS - 1) * slotNanos);
    return Math.round(inSpan * SECOND / Math.max(covered, MIN_AGE_NANOS));
  }

  /// Bytes since the beginning.
  public long total() {
    return total;
  }

  private void advance(long nowNanos) {
    if (nowNanos - start < (slot + 1) * slotNanos) {
      return;
    }
    long current = (nowNanos - start) / slotNanos;
    if (current - slot >= SLOTS) {
      Arrays.fill(slots, 0);
      inSpan = 0;
      slot = current;
    }
    while (slot < current) {
      int oldest = (int) (++slot % SLOTS);
      inSpan -= slots[oldest];
      slots[oldest] = 0;
    }
  }
}
