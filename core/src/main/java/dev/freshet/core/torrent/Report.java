package dev.freshet.core.torrent;

import dev.freshet.core.api.PeerStatus;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.api.TrackerStatus;
import dev.freshet.core.api.Transport;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.core.utp.UtpNumbers;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.InfoHashes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a torrent stands, put together from its rooms for whoever looks.
final class Report {
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
    long length = contents == null ? 0 : contents.wanted().bytes();
    long verified = contents == null ? 0 : contents.wanted().bytesHere();
    long rate = traffic.down().rate(now);
    long missing = length - verified;
    long eta =
        contents == null ? -1 : missing == 0 ? 0 : rate == 0 ? -1 : Math.ceilDiv(missing, rate);
    String diskTrouble = contents == null ? "" : contents.troubleMessage();
    boolean slowDisk = exchange != null && exchange.downloads().intake().full();
    boolean limited = exchange != null && exchange.downloads().starved();
    Lull lull =
        new Lull(
            trouble,
            diskTrouble,
            contents == null ? "" : gaps(contents),
            neighbours.proxyTrouble(),
            slowDisk,
            limited,
            neighbours.opening() + neighbours.all().size() - peers.size(),
            neighbours.untried(),
            neighbours.book().size(),
            Lull.counts(neighbours.all()),
            trackers);
    String why = lull.why(phase, rate, traffic.up().rate(now));
    return new TorrentStatus(
        contents == null ? hashes : contents.info().hashes(),
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

  /// What is not here and is not fetched either, in one sentence; empty if there is nothing like
  /// that.
  private static String gaps(Contents contents) {
    int gaps = contents.wanted().lacking() - contents.doubts().size();
    if (contents.fetches() || !contents.ready() || gaps <= 0) {
      return "";
    }
    int all = contents.wanted().pieces().cardinality();
    return gaps == all
        ? "No piece is here as the torrent has it, so that none is given."
        : "%d of %d pieces %s not here as the torrent has %s and not given."
            .formatted(gaps, all, gaps == 1 ? "is" : "are", gaps == 1 ? "it" : "them");
  }

  private static PeerStatus peer(PeerSession session, long now) {
    Bitfield has = session.has();
    return new PeerStatus(
        session.listening(),
        session.introduction().client(),
        session.outgoing(),
        UtpNumbers.isUtp(session.conn()) ? Transport.UTP : Transport.TCP,
        session.encrypted(),
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
}
