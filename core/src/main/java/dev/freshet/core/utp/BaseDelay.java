package dev.freshet.core.utp;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// The delay of an empty line, as the least that was measured in each of the last ten minutes: a
/// longer way that the packets take from now on is learnt after that time. In microseconds of two
/// clocks that have nothing to do with each other, so only differences mean something; they wrap.
final class BaseDelay {
  private static final int MINUTES = 10;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final int[] minima = new int[MINUTES];
  private int zero;
  private int known;
  private long minuteEnds;
  private int base;

  /// A packet was under way so long.
  void sample(long now, int micros) {
    if (known == 0) {
      zero = micros;
      known = 1;
      minuteEnds = now + MINUTE;
      return;
    }
    int delay = micros - zero;
    if (now - minuteEnds >= 0) {
      System.arraycopy(minima, 0, minima, 1, MINUTES - 1);
      minima[0] = delay;
      known = Math.min(MINUTES, known + 1);
      minuteEnds = now + MINUTE;
    } else {
      minima[0] = Math.min(minima[0], delay);
    }
    least();
  }

  /// All that was measured was by so much too little.
  void shift(int micros) {
    for (int i = 0; i < known; i++) {
      minima[i] += micros;
    }
    least();
  }

  private void least() {
    base = Arrays.stream(minima, 0, known).min().orElse(0);
  }

  /// Whether anything was measured.
  boolean isKnown() {
    return known > 0;
  }

  /// The least delay, in the same measure as the samples.
  int micros() {
    return zero + base;
  }
}
