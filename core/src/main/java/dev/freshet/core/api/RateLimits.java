package dev.freshet.core.api;

/// Most bytes a second in each direction; [#UNLIMITED] for no limit. 1 or more otherwise.
public record RateLimits(long upBytesPerSecond, long downBytesPerSecond) {
  /// No limit in this direction.
  public static final long UNLIMITED = 0;

  /// No limit in either direction.
  public static final RateLimits NONE = new RateLimits(UNLIMITED, UNLIMITED);

  public RateLimits {
    if (upBytesPerSecond < 0 || downBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "limits of " + upBytesPerSecond + " up, " + downBytesPerSecond + " down");
    }
  }
}
