package dev.freshet.core.torrent;

import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TrackerStatus;
import dev.freshet.core.peer.PeerSession;
import java.util.Collection;
import java.util.List;

/// What tells why nothing moves in a torrent, and the one sentence that says it.
///
/// @param trouble what keeps the torrent from going on at all; empty if nothing does
/// @param diskTrouble what the disk said last; empty if all is well
/// @param gaps what a torrent that is only given lacks; empty if nothing
/// @param proxyTrouble why no call leaves our proxy; empty if they do, or there is none
/// @param slowDisk whether as much waits to be written as may
/// @param limited whether our own limit keeps us from asking for more
/// @param opening connections that are being opened, or have not come to a handshake yet
/// @param untried whether nobody has been called yet
/// @param known addresses known
record Lull(
    String trouble,
    String diskTrouble,
    String gaps,
    String proxyTrouble,
    boolean slowDisk,
    boolean limited,
    int opening,
    boolean untried,
    int known,
    Counts neighbours,
    List<TrackerStatus> trackers) {
  private static final long SECOND = 1_000_000_000L;
  private static final String UNREACHED = "No peer can be reached";

  /// Neighbours by what they are to us.
  ///
  /// @param live those whose handshake is done
  /// @param useful those that have pieces which we lack
  /// @param choking those of them that do not let us ask
  /// @param wanting those that want what we have
  record Counts(int live, int useful, int choking, int wanting) {}

  static Counts counts(Collection<PeerSession> sessions) {
    int live = 0;
    int useful = 0;
    int choking = 0;
    int wanting = 0;
    for (PeerSession session : sessions) {
      if (session.live()) {
        live++;
        useful += session.interestingToUs() ? 1 : 0;
        choking += session.interestingToUs() && session.chokingUs() ? 1 : 0;
        wanting += session.interestedInUs() ? 1 : 0;
      }
    }
    return new Counts(live, useful, choking, wanting);
  }

  /// Why nothing moves; empty while something does.
  String why(Phase phase, long downRate, long upRate) {
    if (!trouble.isEmpty()) {
      return trouble;
    }
    if (!diskTrouble.isEmpty()) {
      return diskTrouble + "; trying again.";
    }
    if (phase == Phase.SEEDING && !gaps.isEmpty()) {
      return gaps;
    }
    return switch (phase) {
      case FETCHING_METADATA ->
          neighbours.live == 0
              ? noPeers(UNREACHED)
              : "Waiting for a peer that has the torrent's metadata.";
      case DOWNLOADING -> downRate > 0 ? "" : idle();
      case SEEDING -> upRate > 0 ? "" : unwanted();
      case CHECKING, PAUSED, STOPPING -> "";
    };
  }

  private String idle() {
    if (neighbours.live == 0) {
      return noPeers(UNREACHED);
    }
    if (neighbours.useful == 0) {
      return neighbours.live == 1
          ? "The one peer here has no piece that is missing."
          : "None of the %d peers has a piece that is missing here.".formatted(neighbours.live);
    }
    if (slowDisk) {
      return "The disk is slow: as much as may waits to be written.";
    }
    if (limited) {
      return "Your own download limit is used up for the moment.";
    }
    if (neighbours.useful > neighbours.choking) {
      return "Waiting for the blocks that were asked for.";
    }
    return neighbours.useful == 1
        ? "The one peer that has missing pieces is choking us."
        : "All %d peers that have missing pieces are choking us.".formatted(neighbours.useful);
  }

  private String unwanted() {
    if (neighbours.live == 0) {
      return noPeers("No peer is here now");
    }
    if (neighbours.wanting == 0) {
      return "No peer here lacks anything.";
    }
    return neighbours.wanting == 1
        ? "A peer wants pieces and asks for none at the moment."
        : "%d peers want pieces and ask for none at the moment.".formatted(neighbours.wanting);
  }

  private static boolean isAsked(TrackerStatus tracker) {
    return tracker.nextAnnounceNanos() >= 0;
  }

  /// @param unreached what to say where some are known
  private String noPeers(String unreached) {
    if (!proxyTrouble.isEmpty()) {
      return "No peer can be reached: " + proxyTrouble + "; trying again.";
    }
    if (opening > 0 || (untried && known > 0)) {
      return "Connecting to peers.";
    }
    String failure = "";
    long next = -1;
    boolean working = false;
    boolean asked = false;
    for (TrackerStatus tracker : trackers) {
      working |= tracker.working();
      // one that is asked says more than one that never is
      if (!tracker.working() && (failure.isEmpty() || (!asked && isAsked(tracker)))) {
        failure = tracker.message();
        asked = isAsked(tracker);
      }
      if (isAsked(tracker) && (next < 0 || tracker.nextAnnounceNanos() < next)) {
        next = tracker.nextAnnounceNanos();
      }
    }
    String when = next < 0 ? "" : "; next announce in %d s".formatted(Math.ceilDiv(next, SECOND));
    if (!working && !failure.isEmpty()) {
      return "The tracker cannot be used (" + failure + ")" + when + ".";
    }
    return (known == 0 ? "No peers found yet" : unreached) + when + ".";
  }
}
