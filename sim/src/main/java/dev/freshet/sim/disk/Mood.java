package dev.freshet.sim.disk;

/// How a disk behaves at the moment.
///
/// @param failing the chance that a read, a write or a force fails, 0 to 1
/// @param capacity bytes that it holds at most
/// @param lying whether it calls durable what is not
/// @param slowNanos how long an operation takes at most
public record Mood(double failing, long capacity, boolean lying, long slowNanos) {
  /// As a disk should be: at most two milliseconds for anything.
  public static final Mood GOOD = new Mood(0, Long.MAX_VALUE, false, 2_000_000);

  public Mood {
    if (!(failing >= 0 && failing <= 1) || capacity < 0 || slowNanos < 1) {
      throw new IllegalArgumentException(
          "a disk failing %s, of %d bytes, taking %d ns".formatted(failing, capacity, slowNanos));
    }
  }

  /// The same, failing with this chance.
  public Mood withFailing(double chance) {
    return new Mood(chance, capacity, lying, slowNanos);
  }

  /// The same with room for so many bytes.
  public Mood withCapacity(long bytes) {
    return new Mood(failing, bytes, lying, slowNanos);
  }

  /// The same, lying or not.
  public Mood withLying(boolean on) {
    return new Mood(failing, capacity, on, slowNanos);
  }

  /// The same, taking so long at most.
  public Mood withSlow(long nanos) {
    return new Mood(failing, capacity, lying, nanos);
  }
}
