package dev.freshet.core.announce;

import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.protocol.announce.AnnounceResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One announce to one tracker: under each name of the torrent, and to each of the tracker's
/// addresses where that is ours to choose.
sealed interface Round permits HttpRound, UdpRound {
  /// What a deadline is while nothing is planned: it does no harm to wake up once an hour.
  long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

  /// Asks.
  void begin(long nowNanos, Outbox outbox);

  /// Takes what the network tells.
  ///
  /// @return answers that came with it, often none; null if the input is not for this round alone
  @Nullable List<AnnounceResponse.Peers> arrived(long nowNanos, NetInput input, Outbox outbox);

  /// Repeats or gives up what has waited long enough.
  ///
  /// @return when to call again if nothing else comes first
  long advance(long nowNanos, Outbox outbox);

  /// Whether the tracker has answered or failed under each name, by one address at least.
  boolean isSettled();

  /// Whether nothing is awaited any more.
  boolean isOver();

  /// Why there was no answer the last time that there was none, as one clause.
  String failure();
}
