package dev.freshet.core.utp;

/// How many bytes may be on their way: as many as keep the queues of the line filled for a tenth of
/// a second and no longer, so that whoever else sends finds it hardly filled, and fewer while
/// somebody else fills them (LEDBAT, RFC 6817).
///
/// It departs from the RFC where that lets it give way sooner: above the target the window shrinks
/// by the share of itself that the delay is too long, by half a round trip at most; and at the
/// beginning it grows more slowly on short ways, so that it does not overshoot the target (both as
/// LEDBAT++ has them).
final class Ledbat {
  /// The delay aimed at.
  static final long TARGET_MICROS = 100_000;

  /// The first rush ends as soon as packets wait so long.
  private static final long ENOUGH_MICROS = 25_000;

  private static final int MOST_BYTES = 4 << 20;
  private static final int LEAST_PACKETS = 2;
  private static final int FIRST_PACKETS = 4;

  private double window;
  private double threshold = MOST_BYTES;
  private boolean rushing = true;
  private boolean resting;
  private long restsUntil;

  /// For packets of so many bytes.
  Ledbat(int packet) {
    window = FIRST_PACKETS * packet;
  }

  /// So many bytes have arrived.
  ///
  /// @param queueing how long the latest packets waited, in microseconds; negative if not known
  /// @param roundTripMicros the least time that an answer takes; 0 if not known
  /// @param limited whether there was more to send than the window allowed
  void arrived(
      long now, int bytes, int packet, long queueing, long roundTripMicros, boolean limited) {
    if (resting) {
      resting = now - restsUntil < 0;
      rushing = !resting;
      return;
    }
    if (rushing && (queueing > ENOUGH_MICROS || window >= threshold)) {
      if (window < threshold) {
        // what was measured is the doing of a smaller window, a round trip ago
        window = Math.max(window / 2, LEAST_PACKETS * packet);
      }
      rushing = false;
    }
    double off = (double) (TARGET_MICROS - Math.max(0, queueing)) / TARGET_MICROS;
    if (off < 0) {
      window -= bytes * Math.min(0.5, -off);
    } else if (!limited) {
      return;
    } else if (rushing) {
      window += bytes / slowness(roundTripMicros);
    } else {
      window += off * bytes * packet / window;
    }
    window = Math.clamp(window, (double) LEAST_PACKETS * packet, MOST_BYTES);
  }

  private static double slowness(long roundTripMicros) {
    return roundTripMicros == 0
        ? 2
        : Math.clamp(Math.ceil(2.0 * TARGET_MICROS / roundTripMicros), 2, 4);
  }

  /// Lets the line run dry for so long.
  void rest(long now, int packet, long nanos) {
    if (!resting && !rushing) {
      threshold = 0.8 * window;
      window = LEAST_PACKETS * packet;
      resting = true;
      restsUntil = now + nanos;
    }
  }

  /// Packets were lost; told once a round trip.
  void lost(int packet) {
    rushing = false;
    resting = false;
    window = Math.max(window / 2, LEAST_PACKETS * packet);
    threshold = window;
  }

  /// Nothing comes back any more.
  void silent(int packet) {
    threshold = Math.max(window / 2, LEAST_PACKETS * packet);
    window = LEAST_PACKETS * packet;
    rushing = true;
    resting = false;
  }

  /// How many bytes may be on their way.
  int window() {
    return (int) window;
  }
}
