package dev.freshet.core.bound;

/// When one peer of a run could send.
///
/// @param fromSeconds when it had its first whole piece
/// @param untilSeconds when it left, or the run ended
/// @param upBytesPerSecond its uplink
public record Presence(double fromSeconds, double untilSeconds, double upBytesPerSecond) {
  public Presence {
    boolean timesHold = fromSeconds >= 0 && untilSeconds >= fromSeconds;
    if (!timesHold || Double.isInfinite(untilSeconds) || !(upBytesPerSecond >= 0)) {
      throw new IllegalArgumentException(
          "from " + fromSeconds + " s until " + untilSeconds + " s at " + upBytesPerSecond);
    }
  }
}
