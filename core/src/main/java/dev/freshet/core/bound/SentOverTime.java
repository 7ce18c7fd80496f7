package dev.freshet.core.bound;

/// What uplinks that come and go can have sent, as time moves on from 0.
final class SentOverTime {
  private double seconds;
  private double bytes;
  private double bytesPerSecond;

  /// One uplink is there from the beginning.
  SentOverTime(double originBytesPerSecond) {
    bytesPerSecond = originBytesPerSecond;
  }

  /// To this time, not before the last.
  void advance(double toSeconds) {
    bytes += bytesPerSecond * (toSeconds - seconds);
    seconds = toSeconds;
  }

  /// This much more uplink from now on; less if negative.
  void join(double moreBytesPerSecond) {
    bytesPerSecond += moreBytesPerSecond;
  }

  /// By now.
  double bytes() {
    return bytes;
  }

  /// When so many bytes are sent if the uplinks stay as they are now.
  double secondsUntil(double wantedBytes) {
    return seconds + (wantedBytes - bytes) / bytesPerSecond;
  }
}
