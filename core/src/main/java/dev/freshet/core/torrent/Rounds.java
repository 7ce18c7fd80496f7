package dev.freshet.core.torrent;

/// When a torrent looks at all of its neighbours next.
///
/// *Theory of operation.* A round does what follows from time alone, or from many small things
/// together: it gives up what is overdue, fills windows, opens connections, tells how it stands.
/// Soon after an input, and while something is under way, there is one every [#BRISK_NANOS]. A
/// torrent in which nothing moves has only slow clocks to look at, and looks every [#QUIET_NANOS].
final class Rounds {
  /// The time between rounds while something moves.
  static final long BRISK_NANOS = 250_000_000L;

  /// And while nothing does.
  static final long QUIET_NANOS = 2_000_000_000L;

  private long last;
  private long at;

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
    at = Math.min(at, last + BRISK_NANOS);
  }

  /// One was made; `moving` tells whether anything is under way, and `wanted` when the next one
  /// should be if not.
  void made(long now, boolean moving, long wanted) {
    last = now;
    at = now + (moving ? BRISK_NANOS : Math.clamp(wanted - now, BRISK_NANOS, QUIET_NANOS));
  }
}
