package dev.freshet.core.bound;

/// How large pieces should be.
public final class PieceSize {
  /// What a have message takes on the wire (BEP 3).
  private static final int HAVE_BYTES = 9;

  private PieceSize() {}

  /// Where small pieces cost as much in have messages, one a piece to each of `neighbours`, as
  /// large ones cost at the start: `sqrt(9 * neighbours * F / floor(log2 N))`. An estimate; `peers`
  /// is 2 or more.
  public static double balancedBytes(long sizeBytes, int neighbours, long peers) {
    return Math.sqrt((double) HAVE_BYTES * neighbours * sizeBytes / StartUp.doublings(peers));
  }

  /// What pieces of this size add to the distribution time as a share of it: start-up and have
  /// messages.
  public static double costShare(long sizeBytes, double pieceBytes, int neighbours, long peers) {
    return StartUp.doublings(peers) * pieceBytes / sizeBytes + HAVE_BYTES * neighbours / pieceBytes;
  }
}
