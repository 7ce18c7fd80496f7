package dev.freshet.core.bound;

/// What it takes until every peer has something to send on.
public final class StartUp {
  private StartUp() {}

  /// `floor(log2 N)`: how often the holders of a piece must double after the first copy.
  public static int doublings(long peers) {
    if (peers < 1) {
      throw new IllegalArgumentException(peers + " peers");
    }
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(peers);
  }

  /// By what the holders of a piece grow in the time that one uplink needs for one piece, when each
  /// sends to `slots` others at once at equal rates: `(1 + k)^(1 / k)`.
  public static double growth(int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException(slots + " slots");
    }
    return Math.pow(1.0 + slots, 1.0 / slots);
  }

  /// How many such times pass until `peers` hold it. An estimate, not a bound: it lets the holders
  /// grow smoothly.
  public static double pieceTimes(long peers, int slots) {
    return Math.log((double) peers) / Math.log(growth(slots));
  }
}
