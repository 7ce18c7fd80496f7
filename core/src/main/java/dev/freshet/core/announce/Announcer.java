package dev.freshet.core.announce;

import dev.freshet.core.api.TrackerStatus;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.PeerId;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All trackers of one torrent, as the torrent's own client sees them.
///
/// Within a tier trackers are shuffled once and asked one after the other until one answers, which
/// moves to the front (BEP 12). Unlike BEP 12, all tiers are asked side by side, as today's clients
/// do, because peers are wanted soon more than trackers are to be spared. A hybrid torrent is
/// announced under both of its names. After every call here that changes something, call
/// [#advance].
public final class Announcer {
  private final Object[] parts;

  /// Nothing is said before [#start].
  ///
  /// @param torrent the number that events carry
  /// @param tiers announce URLs; those that cannot be used are shown by [#status] as such
  /// @param requestIds where ids for fetches and look-ups come from, each one new to the node
  public Announcer(
      int torrent,
      InfoHashes hashes,
      PeerId peerId,
      List<List<String>> tiers,
      LongSupplier requestIds,
      RandomGenerator random) {
    parts = new Object[] {torrent, hashes, peerId, tiers, requestIds, random};
  }

  /// Tells every tier that we are here. Also after [#stop], to begin again.
  public void start(long nowNanos) {
    throw new UnsupportedOperationException(parts.length + " " + nowNanos);
  }

  /// Tells that the last piece has arrived; not for a torrent that was complete when it started.
  public void completed(long nowNanos) {
    throw new UnsupportedOperationException(parts.length + " " + nowNanos);
  }

  /// Tells that we leave: one try for each tracker that knows us, over in a few seconds whatever
  /// they do. See [#isStopped].
  public void stop(long nowNanos) {
    throw new UnsupportedOperationException(parts.length + " " + nowNanos);
  }

  /// Asks for more peers as soon as the trackers allow.
  public void wantMore(long nowNanos) {
    throw new UnsupportedOperationException(parts.length + " " + nowNanos);
  }

  /// Adds a tracker as a tier of its own; nothing happens if it is known already.
  public void addTracker(long nowNanos, String url) {
    throw new UnsupportedOperationException(parts.length + " " + nowNanos + url);
  }

  /// Takes what the network tells, if it answers something asked here: a fetch, a look-up, or a
  /// datagram from the address asked with a transaction id of ours.
  ///
  /// @return the peers that came with it, often none; null if the input is not ours
  public @Nullable List<Endpoint> arrived(long nowNanos, NetInput input, Outbox outbox) {
    throw new UnsupportedOperationException(
        parts.length + " " + nowNanos + input + outbox.isEmpty());
  }

  /// Does what is due: announces, repeats, gives up.
  ///
  /// @return when to call again if nothing else comes first
  public long advance(long nowNanos, Progress progress, Outbox outbox) {
    throw new UnsupportedOperationException(
        parts.length + " " + nowNanos + progress + outbox.isEmpty());
  }

  /// Whether [#stop] was called and nothing is under way for it any more.
  public boolean isStopped(long nowNanos) {
    throw new UnsupportedOperationException(parts.length + " " + nowNanos);
  }

  /// Every tracker, tier by tier in the order in which they are asked.
  public List<TrackerStatus> status(long nowNanos) {
    throw new UnsupportedOperationException(parts.length + " " + nowNanos);
  }
}
