package dev.freshet.core.torrent;

import dev.freshet.core.api.PeerStatus;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.api.TrackerStatus;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.InfoHashes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a torrent stands, put together from its rooms for whoever looks.
final class Report {
  private static final long SECOND = 1_000_000_000L;

  private final InfoHashes hashes;
  private final Neighbours neighbours;
  private final Traffic traffic;

  Report(InfoHashes hashes, Neighbours neighbours, Traffic traffic) {
    this.hashes = hashes;
    this.neighbours = neighbours;
    this.traffic = traffic;
  }

  /// The status now. `exchange` is null while the metainfo is not known; `trouble` is what keeps
  /// the torrent from going on, empty if nothing does.
  TorrentStatus of(
      long now,
      String name,
      Phase phase,
      @Nullable Exchange exchange,
      List<TrackerStatus> trackers,
      String trouble) {
    List<PeerStatus> peers = new ArrayList<>();
    int seeds = 0;
    for (PeerSession session : neighbours.all()) {
      if (session.live()) {
        peers.add(peer(session, now));
        seeds += session.seed() ? 1 : 0;
      }
    }
    Contents contents = exchange == null ? null : exchange.contents();
    long length = contents == null ? 0 : contents.info().contentLength();
    long verified = contents == null ? 0 : contents.verifiedBytes();
    long rate = traffic.down().rate(now);
    long missing = length - verified;
    long eta =
        contents == null ? -1 : missing == 0 ? 0 : rate == 0 ? -1 : Math.ceilDiv(missing, rate);
    String why = Explanation.of(phase, trouble, rate, contents, neighbours, trackers);
    return new TorrentStatus(
        hashes,
        contents == null ? name : contents.info().name(),
        phase,
        length,
        verified,
        contents == null ? 0 : contents.geometry().pieceCount(),
        contents == null ? 0 : contents.have().cardinality(),
        contents == null ? 0 : contents.toCheck(),
        rate,
        traffic.up().rate(now),
        traffic.down().total(),
        traffic.up().total(),
        traffic.wasted(),
        traffic.corrupt(),
        peers.size(),
        seeds,
        neighbours.book().size(),
        exchange == null ? 0 : exchange.downloads().holdings().copies(),
        eta,
        why,
        peers,
        trackers,
        exchange == null ? List.of() : exchange.webSeeds().status(now));
  }

  private static PeerStatus peer(PeerSession session, long now) {
    Bitfield has = session.has();
    return new PeerStatus(
        session.listening(),
        session.introduction().client(),
        session.outgoing(),
        has == null ? 0 : has.cardinality(),
        session.down().rate(now),
        session.up().rate(now),
        session.down().total(),
        session.up().total(),
        session.chokingUs(),
        session.interestedInUs(),
        session.chokedByUs(),
        session.interestingToUs(),
        session.window().snubbed(now, session.asked().size()));
  }

  /// One sentence why nothing moves.
  static final class Explanation {
    private Explanation() {}

    static String of(
        Phase phase,
        String trouble,
        long downRate,
        @Nullable Contents contents,
        Neighbours neighbours,
        List<TrackerStatus> trackers) {
      if (!trouble.isEmpty()) {
        return trouble;
      }
      if (contents != null && !contents.troubleMessage().isEmpty()) {
        return contents.troubleMessage() + "; trying again.";
      }
      return switch (phase) {
        case FETCHING_METADATA ->
            neighbours.all().isEmpty()
                ? noPeers(neighbours, trackers)
                : "Waiting for a peer that has the torrent's metadata.";
        case DOWNLOADING -> downRate > 0 ? "" : idle(neighbours, trackers);
        case CHECKING, SEEDING, PAUSED, STOPPING -> "";
      };
    }

    private static String idle(Neighbours neighbours, List<TrackerStatus> trackers) {
      int live = 0;
      int choking = 0;
      int useful = 0;
      for (PeerSession session : neighbours.all()) {
        if (session.live()) {
          live++;
          useful += session.interestingToUs() ? 1 : 0;
          choking += session.interestingToUs() && session.chokingUs() ? 1 : 0;
        }
      }
      if (live == 0) {
        return noPeers(neighbours, trackers);
      }
      if (useful == 0) {
        return "None of the %d peers has a piece that is missing here.".formatted(live);
      }
      return useful == choking
          ? "All %d peers that have missing pieces are choking us.".formatted(useful)
          : "Waiting for the blocks that were asked for.";
    }

    private static String noPeers(Neighbours neighbours, List<TrackerStatus> trackers) {
      if (neighbours.opening() > 0) {
        return "Connecting to peers.";
      }
      String failure = "";
      long next = -1;
      boolean working = false;
      for (TrackerStatus tracker : trackers) {
        working |= tracker.working();
        if (!tracker.working() && failure.isEmpty() && !tracker.message().isEmpty()) {
          failure = tracker.message();
        }
        if (tracker.nextAnnounceNanos() >= 0 && (next < 0 || tracker.nextAnnounceNanos() < next)) {
          next = tracker.nextAnnounceNanos();
        }
      }
      String when = next < 0 ? "" : "; next announce in %d s".formatted(Math.ceilDiv(next, SECOND));
      if (!working && !failure.isEmpty()) {
        return "The tracker cannot be used (" + failure + ")" + when + ".";
      }
      return (neighbours.book().size() == 0 ? "No peers found yet" : "No peer can be reached")
          + when
          + ".";
    }
  }
}
