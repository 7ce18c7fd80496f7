package dev.freshet.core.torrent;

/// When a torrent looks at all of its neighbours next.
///
/// *Theory of operation.* A round does what follows from time alone, or from many small things
/// together: it gives up what is overdue, fills windows, opens connections, tells how it stands.
/// Soon after an input, and while something is under way, there is one every [#BRISK_NANOS]. A
/// torrent in which nothing moves has only slow clocks to look at, and looks every [#QUIET_NANOS];
/// one that has everything and no neighbour waits for others to come, and looks ever less often, so
/// that thousands of them cost little.
final class Rounds {
  /// The time between rounds while something moves.
  static final long BRISK_NANOS = 250_000_000L;

  /// And while nothing does.
  static final long QUIET_NANOS = 2_000_000_000L;

  /// The longest time between rounds of one that only waits for others to come.
  static final long ASLEEP_NANOS = 32_000_000_000L;

  private long last;
  private long at;
  private long pause = QUIET_NANOS;

  /// The first one is due now.
  Rounds(long now) {
    last = now;
    at = now;
  }

  /// Whether one is due.
  boolean due(long now) {
    return now - at >= 0;
  }

  /// When the next one is due.
  long deadline() {
    return at;
  }

  /// One is due at once.
  void now(long now) {
    at = now;
  }

  /// An input came: what it made possible is not to wait for long.
  void stir() {
    pause = QUIET_NANOS;
    at = Math.min(at, last + BRISK_NANOS);
  }

  /// One was made.
  ///
  /// @param moving whether anything is under way
  /// @param waiting whether it only waits for others to come
  /// @param wanted when the next one should be if nothing is under way
  void made(long now, boolean moving, boolean waiting, long wanted) {
    last = now;
    at = now + (moving ? BRISK_NANOS : Math.clamp(wanted - now, BRISK_NANOS, pause));
    pause = moving || !waiting ? QUIET_NANOS : Math.min(2 * pause, ASLEEP_NANOS);
  }
}
