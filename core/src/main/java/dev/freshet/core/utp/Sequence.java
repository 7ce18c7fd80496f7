package dev.freshet.core.utp;

/// The numbers of packets. On the way they have 16 bits and begin anew after 65,535; here they
/// never do, so that they compare as numbers do.
final class Sequence {
  private static final long ROUND = 1 << 16;

  private Sequence() {}

  /// The first number of a stream whose first is this on the way.
  static long first(int wire) {
    return ROUND + wire;
  }

  /// The number nearest to `reference` that is this on the way.
  static long near(long reference, int wire) {
    return reference + (short) (wire - (int) reference);
  }

  /// What it is on the way.
  static int wire(long number) {
    return (int) number & 0xffff;
  }
}
