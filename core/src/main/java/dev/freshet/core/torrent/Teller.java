package dev.freshet.core.torrent;

import dev.freshet.core.api.Event;
import dev.freshet.core.api.Phase;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Outbox;
import org.jspecify.annotations.Nullable;

/// Keeps the embedder informed of one torrent: its phase when that changes, its status at intervals
/// and whenever something of weight has happened.
final class Teller {
  private static final long STATUS_NANOS = 500_000_000L;

  private final int torrent;
  private final String name;
  private final Report report;
  private @Nullable Phase told;
  private long statusAt;

  Teller(int torrent, String name, Report report, long now) {
    this.torrent = torrent;
    this.name = name;
    this.report = report;
    this.statusAt = now;
  }

  /// Tells what is due. `exchange` is null while the metainfo is not known; `trouble` is what keeps
  /// the torrent from going on, empty if nothing does.
  void round(
      long now,
      Phase phase,
      @Nullable Exchange exchange,
      Trackers trackers,
      String trouble,
      Outbox out) {
    if (now - statusAt >= 0 || phase != told) {
      tell(now, phase, exchange, trackers, trouble, out);
    }
  }

  /// Tells how it stands now, phase first.
  void tell(
      long now,
      Phase phase,
      @Nullable Exchange exchange,
      Trackers trackers,
      String trouble,
      Outbox out) {
    if (phase != told) {
      told = phase;
      out.add(new Effect.Notify(new Event.PhaseChanged(torrent, phase)));
    }
    statusAt = now + STATUS_NANOS;
    out.add(
        new Effect.Notify(
            new Event.StatusChanged(
                torrent, report.of(now, name, phase, exchange, trackers.status(now), trouble))));
  }
}
