package dev.freshet.core.torrent;

import dev.freshet.core.rate.TokenBucket;

/// One direction's rate limits of a torrent: its own bucket and the node's, which it shares with
/// other torrents. Bytes pass when both let them.
public final class RateGate {
  private final TokenBucket own;
  private final TokenBucket shared;

  /// A gate of these two.
  public RateGate(TokenBucket own, TokenBucket shared) {
    this.own = own;
    this.shared = shared;
  }

  /// Whether there is any limit.
  boolean limited() {
    return own.limited() || shared.limited();
  }

  /// How many bytes may pass now.
  long available(long now) {
    return Math.min(own.available(now), shared.available(now));
  }

  /// Whether so many may pass now. More than a bucket holds may when it is full, since they never
  /// could otherwise.
  boolean lets(long now, long bytes) {
    return deadlineFor(now, bytes) - now <= 0;
  }

  /// So many pass, allowed or not.
  void take(long now, long bytes) {
    own.take(now, bytes);
    shared.take(now, bytes);
  }

  /// So many did not pass after all.
  void refund(long bytes) {
    own.refund(bytes);
    shared.refund(bytes);
  }

  /// When so many may pass.
  long deadlineFor(long now, long bytes) {
    long first = own.deadlineFor(now, bytes);
    long second = shared.deadlineFor(now, bytes);
    return first - second > 0 ? first : second;
  }

  /// The torrent's own limit, in bytes a second; 0 for none.
  void limit(long now, long bytesPerSecond) {
    own.limit(now, bytesPerSecond);
  }
}
