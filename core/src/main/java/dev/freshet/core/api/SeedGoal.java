package dev.freshet.core.api;

/// When a finished download has given enough. Reached as soon as any part of it is.
///
/// @param ratio bytes uploaded over the torrent's length; infinite for no such goal
/// @param nanos time since completion; [Long#MAX_VALUE] for no such goal
/// @param linger the sensible default of `get`: stay until one or two pieces' worth was given to
///   peers that still need it, or nobody needs it, or a short time has passed; where a neighbour
///   lacks what nobody else is known to have, at most as long as the download took, or a minute
public record SeedGoal(double ratio, long nanos, boolean linger) {
  /// Seed until told otherwise.
  public static final SeedGoal FOREVER =
      new SeedGoal(Double.POSITIVE_INFINITY, Long.MAX_VALUE, false);

  /// Help a little after completion, then stop.
  public static final SeedGoal LINGER =
      new SeedGoal(Double.POSITIVE_INFINITY, Long.MAX_VALUE, true);

  public SeedGoal {
    if (Double.isNaN(ratio) || ratio < 0 || nanos < 0) {
      throw new IllegalArgumentException("goal of ratio " + ratio + ", " + nanos + " ns");
    }
  }
}
