package dev.freshet.lab;

import dev.freshet.core.api.RateLimits;

/// What one peer's line carries, in bytes of payload a second; 0 for as much as it likes.
public record Link(long upBytesPerSecond, long downBytesPerSecond) {
  /// The most that has been saved up in a link when the clock starts: what an engine's smallest
  /// bucket holds.
  public static final long CREDIT_BYTES = 32 << 10;

  public Link {
    if (upBytesPerSecond < 0 || downBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "a link of " + upBytesPerSecond + " up, " + downBytesPerSecond + " down");
    }
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
