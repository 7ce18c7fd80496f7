package dev.freshet.cli.screen;

import dev.freshet.cli.unit.Rate;
import dev.freshet.core.bound.Distribution;
import dev.freshet.lab.Measured;
import dev.freshet.lab.PeerProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `lab` shows: all peers of a run while it lasts, and a row for each number of peers when it
/// is over.
public final class LabTable {
  private static final int BAR_COLUMNS = 24;

  private LabTable() {}

  /// The peers of a run in at most `rows` lines.
  public static List<String> lines(String heading, List<PeerProgress> peers, long size, int rows) {
    List<String> lines = new ArrayList<>();
    lines.add("#" + heading);
    for (int i = 0; i < peers.size() && lines.size() < rows; i++) {
      lines.add(line(i + 1, peers.get(i), size));
    }
    return lines;
  }

  private static String line(int number, PeerProgress peer, long size) {
    String state =
        peer.finished()
            ? String.format(Locale.ROOT, "done in %.2f s", peer.seconds())
            : "↓ " + Text.right(Rate.text(peer.downRate()), 9);
    return "  %s  %s %s  ↑ %s  %s"
        .formatted(
            Text.right(String.valueOf(number), 3),
            Bar.of(peer.have(), size, BAR_COLUMNS),
            Text.right(Bar.percent(peer.have(), size), 5),
            Text.right(Rate.text(peer.upRate()), 9),
            state);
  }

  /// The heads of the columns of [#row].
  public static List<String> head() {
    return List.of(
        "       client-server              peer-to-peer, last peer                    origin     processor",
        "   N   bound s  measured          fluid s  discrete s  measured        mean  sent");
  }

  /// What came of one number of peers.
  public static String row(Distribution distribution, Measured clientServer, Measured peerToPeer) {
    double alone = distribution.clientServer().seconds();
    double discrete = distribution.discrete().seconds();
    return String.format(
        Locale.ROOT,
        "%4d  %8.2f  %8.2f = %.3fx  %8.2f  %10.2f  %8.2f = %.3fx  %6.2f  %.2fx  %.0f%%",
        distribution.peers(),
        alone,
        clientServer.lastSeconds(),
        clientServer.lastSeconds() / alone,
        distribution.peerToPeer().seconds(),
        discrete,
        peerToPeer.lastSeconds(),
        peerToPeer.lastSeconds() / discrete,
        peerToPeer.meanSeconds(),
        (double) peerToPeer.originSent() / distribution.sizeBytes(),
        100 * peerToPeer.busyShare());
  }
}
