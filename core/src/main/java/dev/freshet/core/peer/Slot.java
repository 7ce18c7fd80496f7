package dev.freshet.core.peer;

import dev.freshet.core.rate.Meter;
import dev.freshet.protocol.Geometry;

/// Our giving side of a conversation: whether the peer may ask, and what it has got.
public final class Slot {
  /// A peer that may ask and has not got anything for so long, nor waits for anything, has no use
  /// for its slot.
  static final long IDLE_NANOS = 500_000_000L;

  /// Nor has one that leaves so much unread for so long.
  private static final long STUCK_NANOS = 10_000_000_000L;

  private static final long STUCK_BYTES = 3 * Geometry.BLOCK;

  private final Meter given = Meter.overSeconds(10);
  private boolean choked = true;
  private long unchokedAt;
  private long givenAt;
  private long givenAtUnchoke;
  private long reading;
  private boolean inTurn;
  private int credit;

  Slot(long nowNanos) {
    this.unchokedAt = nowNanos;
  }

  /// Payload that was given.
  public Meter given() {
    return given;
  }

  /// Whether we do not let the peer ask.
  public boolean choked() {
    return choked;
  }

  /// When we unchoked the peer last; the beginning if never.
  public long unchokedAt() {
    return unchokedAt;
  }

  /// Payload that the peer got since then.
  public long givenSinceUnchoke() {
    return given.total() - givenAtUnchoke;
  }

  /// Bytes that are being read from disk for the peer.
  public long reading() {
    return reading;
  }

  /// So many bytes more are being read for the peer; fewer if less than 0.
  public void reading(long more) {
    reading += more;
  }

  /// The peer waits for its turn, or does not any more. True if that is a change.
  public boolean inTurn(boolean on) {
    boolean news = inTurn != on;
    inTurn = on;
    credit = on ? credit : 0;
    return news;
  }

  /// Bytes that the peer's turns have brought it and that it has not used.
  public int credit() {
    return credit;
  }

  /// So many bytes more; fewer if less than 0.
  public void credit(int more) {
    credit += more;
  }

  void choke() {
    choked = true;
  }

  void unchoke(long now) {
    choked = false;
    unchokedAt = now;
    givenAt = now;
    givenAtUnchoke = given.total();
  }

  void gave(long now, int bytes) {
    given.add(now, bytes);
    givenAt = now;
  }

  /// Whether the peer may ask and has got nothing for a while, because it waits for nothing, or
  /// because so many bytes wait for it to read that it is given no more.
  boolean unused(long now, boolean asksNothing, long queuedBytes) {
    long quiet = choked ? -1 : now - givenAt;
    if (asksNothing && queuedBytes < Geometry.BLOCK) {
      return quiet >= IDLE_NANOS;
    }
    return quiet >= STUCK_NANOS && queuedBytes >= STUCK_BYTES;
  }
}
