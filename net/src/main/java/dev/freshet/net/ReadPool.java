package dev.freshet.net;

import dev.freshet.core.edge.Lease;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The memory that sockets are read into: slabs made on demand up to a limit, then used again and
/// again. One slab serves many reads, each cut off as a lease of just what came, so that short
/// messages do not pin whole buffers. Leases may be released on any thread; the rest belongs to the
/// loop.
final class ReadPool {
  /// The size of a slab, and the most that one read takes.
  static final int SLAB_BYTES = 128 << 10;

  /// A slab with less room than this is not read into: two blocks and their headers.
  private static final int LEAST_ROOM = 33 << 10;

  private final int maxSlabs;
  private final Runnable wakeup;
  private final Queue<Slab> free = new ConcurrentLinkedQueue<>();
  private final Joints joints = new Joints();
  private int made;
  private @Nullable Slab current;

  /// Whether a read found no room since the last [#replenished].
  private volatile boolean starved;

  /// A pool of at most `maxBytes`; `wakeup` is run when there is room again after there was none.
  ReadPool(int maxBytes, Runnable wakeup) {
    this.maxSlabs = maxBytes / SLAB_BYTES;
    this.wakeup = wakeup;
  }

  /// A slab with room to read into; null while everything is held.
  @Nullable Slab slab() {
    Slab now = current;
    if (now != null && now.idle()) {
      return now.begin();
    }
    if (now != null && now.room().remaining() >= LEAST_ROOM) {
      return now;
    }
    if (now != null) {
      current = null;
      now.release();
    }
    Slab next = free.poll();
    if (next == null && made < maxSlabs) {
      made++;
      next = new Slab(this);
    }
    if (next == null) {
      starved = true;
      // one may have come back before `starved` was seen
      next = free.poll();
    }
    current = next == null ? null : next.begin();
    return current;
  }

  /// An empty buffer in which so many bytes are put together; null if there is none. For the loop.
  @Nullable Lease joint(int bytes) {
    return joints.take(bytes);
  }

  /// Whether reads that found no room are worth trying again; asked once a round.
  boolean replenished() {
    boolean again = starved && !free.isEmpty();
    if (again) {
      starved = false;
    }
    return again;
  }

  void back(Slab slab) {
    free.add(slab);
    if (starved) {
      wakeup.run();
    }
  }
}
