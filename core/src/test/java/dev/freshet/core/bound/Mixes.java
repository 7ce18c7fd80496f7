package dev.freshet.core.bound;

import java.util.List;

/// Distributions that the tests speak of.
final class Mixes {
  /// A rate and a piece that make one piece time one second.
  static final long MEGA = 1_000_000;

  private Mixes() {}

  /// `pieces` pieces of 1 MB, an origin of `s` MB/s and peers of 1 MB/s.
  static Distribution equal(long peers, long pieces, long s) {
    return of(pieces * MEGA, MEGA, s * MEGA, List.of(new PeerClass(peers, MEGA, 0)));
  }

  /// The sorted mix of the design: a fifth of 1000 peers at 10, three fifths at 2, a fifth at 0.5.
  static Distribution mixed() {
    return of(
        1000 * MEGA,
        MEGA,
        10 * MEGA,
        List.of(
            new PeerClass(600, 2 * MEGA, 50 * MEGA),
            new PeerClass(200, MEGA / 2, 50 * MEGA),
            new PeerClass(200, 10 * MEGA, 50 * MEGA)));
  }

  static Distribution of(long size, long piece, long origin, List<PeerClass> classes) {
    try {
      return Distribution.of(size, piece, origin, classes);
    } catch (BoundException e) {
      throw new AssertionError(e);
    }
  }
}
