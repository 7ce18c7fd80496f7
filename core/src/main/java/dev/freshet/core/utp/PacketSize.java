package dev.freshet.core.utp;

import java.util.concurrent.TimeUnit;

/// How large datagrams may be on this way. Begins with what fits everywhere that IPv6 does, and
/// tries what fits into Ethernet, or into the tunnels over it, by single packets that must not be
/// cut in two on their way; one that does not arrive says nothing of the line's load, and goes
/// again in a form that may be cut. Falls back when nothing comes through any more.
final class PacketSize {
  /// 1280 bytes less the headers of IPv6 and UDP.
  static final int LEAST = 1232;

  private static final int[] TRIED_V4 = {1472, 1372};
  private static final int[] TRIED_V6 = {1452, 1352};
  private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final int[] tried;
  private int size = LEAST;
  private int next;
  private boolean underWay;
  private long notBefore = Long.MIN_VALUE;

  PacketSize(boolean v4) {
    tried = v4 ? TRIED_V4 : TRIED_V6;
  }

  /// Bytes of a datagram that gets through.
  int size() {
    return size;
  }

  /// The size to try now; 0 if none.
  int toTry(long now) {
    return underWay || next == tried.length || now < notBefore ? 0 : tried[next];
  }

  /// One of the size [#toTry] is under way.
  void trying() {
    underWay = true;
  }

  /// It has arrived.
  void arrived() {
    underWay = false;
    size = tried[next];
    next = tried.length;
  }

  /// It has not.
  void lost() {
    if (underWay) {
      underWay = false;
      next++;
    }
  }

  /// Nothing gets through: the way may be another one now.
  void silent(long now) {
    underWay = false;
    if (size > LEAST) {
      size = LEAST;
      next = 0;
      notBefore = now + AGAIN_NANOS;
    }
  }
}
