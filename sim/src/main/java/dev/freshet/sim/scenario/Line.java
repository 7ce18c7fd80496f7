package dev.freshet.sim.scenario;

/// A participant's line to the world.
///
/// @param up bytes a second that leave at most; 0 for no limit
/// @param down bytes a second that come in at most; 0 for no limit
/// @param delayNanos how long each byte is under way, one way, from this line to the middle of the
///   world and from there to the other: the round trip between two such lines is twice the sum of
///   half of each
/// @param jitterNanos up to how much longer a packet may be under way
/// @param loss the chance that a packet is lost on its way, 0 to less than 1
public record Line(long up, long down, long delayNanos, long jitterNanos, double loss) {
  public Line {
    if (up < 0 || down < 0 || delayNanos < 0 || jitterNanos < 0 || !(loss >= 0 && loss < 1)) {
      throw new IllegalArgumentException(
          "a line of %d up, %d down, %d ns delay, %d ns jitter, %s loss"
              .formatted(up, down, delayNanos, jitterNanos, loss));
    }
  }

  /// So fast up, with as much down as may come, 20 ms, nothing lost.
  public static Line up(long up) {
    return new Line(up, 0, 20_000_000, 0, 0);
  }
}
