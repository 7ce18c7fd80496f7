package dev.freshet.core.torrent;

import dev.freshet.core.rate.Meter;

/// Payload of a torrent, counted: what came, what went, what was of use.
final class Traffic {
  private final Meter down = Meter.overSeconds(5);
  private final Meter up = Meter.overSeconds(5);
  private long given;
  private long wasted;
  private long corrupt;

  void received(long now, long bytes) {
    down.add(now, bytes);
  }

  void sent(long now, long bytes) {
    up.add(now, bytes);
  }

  /// Whether payload came or went of late.
  boolean moving(long now) {
    return down.rate(now) + up.rate(now) > 0;
  }

  /// Payload that a neighbour gave and that we lacked.
  void given(long bytes) {
    given += bytes;
  }

  /// Payload that we had already, or had not asked for.
  void wasted(long bytes) {
    wasted += bytes;
  }

  /// Payload that failed its hash.
  void corrupt(long bytes) {
    corrupt += bytes;
  }

  Meter down() {
    return down;
  }

  Meter up() {
    return up;
  }

  long given() {
    return given;
  }

  long wasted() {
    return wasted;
  }

  long corrupt() {
    return corrupt;
  }
}
