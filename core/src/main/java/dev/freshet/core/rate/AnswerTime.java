package dev.freshet.core.rate;

/// How long answers take: their average and how far they lie from it, both smoothed, and until when
/// nearly all have come, as TCP reckons it (RFC 6298, 2).
public final class AnswerTime {
  private long average;
  private long deviation;

  /// None has come.
  public AnswerTime() {}

  /// One has come after so long.
  public void sample(long nanos) {
    if (average == 0) {
      average = nanos;
      deviation = nanos / 2;
    } else {
      deviation += (Math.abs(average - nanos) - deviation) / 4;
      average += (nanos - average) / 8;
    }
  }

  /// Whether any has come.
  public boolean isKnown() {
    return average != 0;
  }

  /// How long they take on average; 0 if not known.
  public long averageNanos() {
    return average;
  }

  /// After so long nearly all have come; 0 if not known.
  public long mostNanos() {
    return average + 4 * deviation;
  }
}
