package dev.freshet.lab;

import dev.freshet.core.api.RateLimits;
import java.util.concurrent.TimeUnit;

/// What one peer's line carries, in bytes of payload a second; 0 for as much as it likes.
public record Link(long upBytesPerSecond, long downBytesPerSecond) {
  /// What an engine's link may have saved up when its peer is let go: what the smallest bucket
  /// holds.
  static final long CREDIT_BYTES = 32 << 10;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  public Link {
    if (upBytesPerSecond < 0 || downBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "a link of " + upBytesPerSecond + " up, " + downBytesPerSecond + " down");
    }
  }

  /// How long the slower direction takes to save that up; 0 without any limit.
  long creditNanos() {
    return Math.max(creditNanos(upBytesPerSecond), creditNanos(downBytesPerSecond));
  }

  private static long creditNanos(long bytesPerSecond) {
    return bytesPerSecond == 0 ? 0 : CREDIT_BYTES * SECOND / bytesPerSecond;
  }

  /// The same for an engine.
  RateLimits limits() {
    return new RateLimits(upBytesPerSecond, downBytesPerSecond);
  }

  /// So slow that nothing passes and nothing is saved up; directions without a limit stay so.
  RateLimits shut() {
    return new RateLimits(Math.min(1, upBytesPerSecond), Math.min(1, downBytesPerSecond));
  }
}
