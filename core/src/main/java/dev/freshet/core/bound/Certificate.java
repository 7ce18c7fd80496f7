package dev.freshet.core.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What one run could have done, given who was there with something to send, and when. Tells a slow
/// schedule from a crowd that left.
public final class Certificate {
  private final double originBytesPerSecond;
  private final List<Change> changes;

  /// More or less uplink from a moment on.
  private record Change(double atSeconds, double bytesPerSecond) {}

  /// The run of an origin that stays, and of these peers.
  public Certificate(double originBytesPerSecond, List<Presence> presences) {
    if (!(originBytesPerSecond > 0)) {
      throw new IllegalArgumentException("an origin's uplink of " + originBytesPerSecond);
    }
    this.originBytesPerSecond = originBytesPerSecond;
    List<Change> all = new ArrayList<>(2 * presences.size());
    for (Presence each : presences) {
      all.add(new Change(each.fromSeconds(), each.upBytesPerSecond()));
      all.add(new Change(each.untilSeconds(), -each.upBytesPerSecond()));
    }
    all.sort(Comparator.comparingDouble(Change::atSeconds));
    changes = List.copyOf(all);
  }

  /// The earliest time at which all uplinks there can have sent so many bytes. After the last
  /// change the origin sends alone.
  public double earliestSeconds(double bytes) {
    SentOverTime sent = new SentOverTime(originBytesPerSecond);
    for (Change change : changes) {
      if (sent.secondsUntil(bytes) <= change.atSeconds()) {
        break;
      }
      sent.advance(change.atSeconds());
      sent.join(change.bytesPerSecond());
    }
    return sent.secondsUntil(bytes);
  }

  /// What all uplinks there could have sent by this time.
  public double sendableBytes(double untilSeconds) {
    SentOverTime sent = new SentOverTime(originBytesPerSecond);
    for (Change change : changes) {
      if (change.atSeconds() >= untilSeconds) {
        break;
      }
      sent.advance(change.atSeconds());
      sent.join(change.bytesPerSecond());
    }
    sent.advance(untilSeconds);
    return sent.bytes();
  }

  /// Bytes delivered by this time as a share of what could have been sent: 1 is perfect.
  public double utilisation(double deliveredBytes, double untilSeconds) {
    return deliveredBytes / sendableBytes(untilSeconds);
  }
}
