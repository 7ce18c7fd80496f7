package dev.freshet.core.world;

import java.util.random.RandomGenerator;

/// How rough the world is.
///
/// @param ragged whether bytes arrive in pieces of random sizes, one byte and more
/// @param diskNanos how long the disk takes at most; each piece's effects stay in order
record Hardship(boolean ragged, long diskNanos) {
  private static final int MOST = 64 * 1024;

  static final Hardship NONE = new Hardship(false, 1_000);

  /// How many of so many bytes go on their way together.
  int chunk(int length, RandomGenerator random) {
    if (!ragged) {
      return length;
    }
    int most = random.nextInt(20) == 0 ? 4 : MOST >> random.nextInt(6);
    return Math.min(length, 1 + random.nextInt(most));
  }

  /// How long the disk takes for one thing.
  long disk(RandomGenerator random) {
    return 1 + random.nextLong(diskNanos) / (1 + random.nextInt(20));
  }
}
