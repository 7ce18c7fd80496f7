package dev.freshet.cli;

import dev.freshet.cli.json.Json;
import dev.freshet.cli.screen.LabTable;
import dev.freshet.cli.screen.Text;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.lab.Measured;
import java.util.List;

/// What `lab` says before it begins and after each number of peers.
final class LabReport {
  private final Shell shell;
  private final boolean json;
  private boolean headed;

  LabReport(Shell shell, boolean json) {
    this.shell = shell;
    this.json = json;
  }

  /// What is going to happen and how long it takes at least.
  void announce(List<Distribution> all) {
    double seconds = 0;
    for (Distribution each : all) {
      seconds += each.clientServer().seconds() + each.discrete().seconds() + 4;
    }
    Distribution last = all.getLast();
    shell.message(
        "%s in %s of %s; the origin sends %s; about %s"
            .formatted(
                Size.text(last.sizeBytes()),
                Text.count(last.pieces(), "piece"),
                Size.binary(last.pieceBytes()),
                Rate.text(last.originBytesPerSecond()),
                Span.text((long) Math.ceil(seconds))));
  }

  /// What came of one number of peers.
  void result(Distribution distribution, Experiment.Result result) {
    warn("client-server", distribution, result.clientServer());
    warn("peer-to-peer", distribution, result.peerToPeer());
    if (json) {
      shell.result(json(distribution, result));
      return;
    }
    if (!headed) {
      headed = true;
      LabTable.head().forEach(shell::result);
    }
    shell.result(LabTable.row(distribution, result.clientServer(), result.peerToPeer()));
  }

  private void warn(String way, Distribution distribution, Measured measured) {
    if (measured.busy()) {
      shell.message(
          "With %s %s used %.0f%% of the processors, which may have been the limit; lower the rates."
              .formatted(
                  Text.count(distribution.peers(), "peer"), way, 100 * measured.busyShare()));
    }
  }

  private static Json json(Distribution distribution, Experiment.Result result) {
    Measured clientServer = result.clientServer();
    Measured peerToPeer = result.peerToPeer();
    PeerClass first = distribution.classes().getFirst();
    return new Json()
        .put("peers", distribution.peers())
        .put("size", distribution.sizeBytes())
        .put("piece_size", distribution.pieceBytes())
        .put("origin_up", distribution.originBytesPerSecond())
        .put("up", first.upBytesPerSecond())
        .put("client_server_s", distribution.clientServer().seconds())
        .put("peer_to_peer_s", distribution.peerToPeer().seconds())
        .put("discrete_s", distribution.discrete().seconds())
        .put("client_server_measured_s", clientServer.lastSeconds())
        .put("last_peer_s", peerToPeer.lastSeconds())
        .put("mean_s", peerToPeer.meanSeconds())
        .put("origin_sent_over_size", (double) peerToPeer.originSent() / distribution.sizeBytes())
        .put("processor_share", peerToPeer.busyShare());
  }
}
