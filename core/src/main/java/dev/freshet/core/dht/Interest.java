package dev.freshet.core.dht;

import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.dht.NodeId;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// That a torrent of ours wants to be found, and to find its peers. Held by the torrent, which says
/// how it stands; the [Dht] looks after it until it is told to [Dht#leave].
public final class Interest {
  private static final long USUAL_NANOS = TimeUnit.MINUTES.toNanos(15);
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final int torrent;
  private final List<NodeId> names;
  private boolean held = true;
  private boolean seed;
  private boolean hungry = true;
  private boolean started;
  private boolean missed;
  private long startedAt;
  private long againNanos = FIRST_NANOS;

  Interest(int torrent, InfoHashes hashes, long now) {
    this.torrent = torrent;
    this.names = hashes.wire().stream().map(NodeId::of).toList();
    this.startedAt = now;
  }

  /// Whether we have everything (BEP 33).
  public void stands(boolean isSeed) {
    seed = isSeed;
  }

  /// Whether peers are wanted badly.
  public void hunger(boolean isHungry) {
    if (isHungry && !hungry) {
      againNanos = FIRST_NANOS;
    }
    hungry = isHungry;
  }

  /// Whether the torrent still wants it.
  boolean isHeld() {
    return held;
  }

  void release() {
    held = false;
  }

  int torrent() {
    return torrent;
  }

  List<NodeId> names() {
    return names;
  }

  boolean seed() {
    return seed;
  }

  /// When it is to be looked for next: at once, then every quarter of an hour; sooner while peers
  /// are wanted badly, but each time less soon.
  long dueAt() {
    return startedAt + (!started ? 0 : hungry || missed ? againNanos : USUAL_NANOS);
  }

  /// We are reached elsewhere now, which is to be told at once.
  void moved() {
    started = false;
  }

  /// Nobody was there whom we could be announced to: it is tried again soon.
  void missed() {
    missed = true;
  }

  /// It is being looked for.
  void started(long now) {
    againNanos = started ? Math.min(2 * againNanos, USUAL_NANOS) : FIRST_NANOS;
    started = true;
    missed = false;
    startedAt = now;
  }
}
