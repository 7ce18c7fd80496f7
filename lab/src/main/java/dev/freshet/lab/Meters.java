package dev.freshet.lab;

/// How fast counts grow, as they are looked at: the mean of about two seconds, fewer at the start.
final class Meters {
  private static final double SPAN_SECONDS = 2;

  private final double[] since;
  private final long[] before;
  private final long[] rates;

  /// Meters for so many counts, all zero at second 0.
  Meters(int counts) {
    since = new double[counts];
    before = new long[counts];
    rates = new long[counts];
  }

  /// The rate of this count, which is so much now.
  long rate(int index, long count, double nowSeconds) {
    double span = nowSeconds - since[index];
    if (since[index] == 0 && span > 0) {
      rates[index] = (long) (count / span);
    }
    if (span >= SPAN_SECONDS) {
      rates[index] = (long) ((count - before[index]) / span);
      since[index] = nowSeconds;
      before[index] = count;
    }
    return rates[index];
  }
}
