package dev.freshet.core.choke;

/// The times and amounts of choking.
///
/// @param roundNanos how often all neighbours are ranked anew
/// @param optimisticNanos how often the optimistic unchoke moves on
/// @param newcomerNanos how long a neighbour counts as new
/// @param newcomerWeight how many times likelier a newcomer is to be unchoked optimistically
/// @param quotaBytes as a seed: what a neighbour gets before those who wait go first
/// @param quotaNanos as a seed: how long it may take to get that
public record ChokeRules(
    long roundNanos,
    long optimisticNanos,
    long newcomerNanos,
    int newcomerWeight,
    long quotaBytes,
    long quotaNanos) {
  private static final long SECOND = 1_000_000_000L;

  public ChokeRules {
    if (roundNanos < 1
        || optimisticNanos < roundNanos
        || newcomerNanos < 0
        || newcomerWeight < 1
        || quotaBytes < 1
        || quotaNanos < 1) {
      throw new IllegalArgumentException(
          "round %d ns, optimistic %d ns, newcomer %d ns x %d, quota %d bytes in %d ns"
              .formatted(
                  roundNanos,
                  optimisticNanos,
                  newcomerNanos,
                  newcomerWeight,
                  quotaBytes,
                  quotaNanos));
    }
  }

  /// As the field knows it (BEP 3): rounds of 10 s, an optimistic unchoke of 30 s, newcomers of the
  /// last minute three times as likely; as a seed 16 MiB or a minute a turn.
  public static ChokeRules defaults() {
    return new ChokeRules(10 * SECOND, 30 * SECOND, 60 * SECOND, 3, 16L << 20, 60 * SECOND);
  }
}
