package dev.freshet.cli.lab;

import dev.freshet.cli.json.Json;
import dev.freshet.core.bound.Distribution;

/// A finding for machines.
public final class LabJson {
  private LabJson() {}

  /// One object; times are seconds, ratios are to the bounds.
  public static Json of(Finding finding) {
    Distribution of = finding.distribution();
    return new Json()
        .put("size", of.sizeBytes())
        .put("piece_size", of.pieceBytes())
        .put("pieces", of.pieces())
        .put("peers", of.peers())
        .put("origin_up", of.originBytesPerSecond())
        .put(
            "classes",
            of.classes().stream()
                .map(each ->
                    new Json()
                        .put("count", each.count())
                        .put("up", each.upBytesPerSecond())
                        .put("down", each.downBytesPerSecond()))
                .toList())
        .put("client_server_s", of.clientServer().seconds())
        .put("peer_to_peer_s", of.peerToPeer().seconds())
        .put("discrete_s", of.discrete().seconds())
        .put("client_server_measured_s", finding.clientServer().lastSeconds())
        .put("client_server_ratio", finding.clientServerRatio())
        .put("last_peer_s", finding.peerToPeer().lastSeconds())
        .put("last_peer_ratio", finding.peerToPeerRatio())
        .put("mean_s", finding.peerToPeer().meanSeconds())
        .put("finished_s", finding.peerToPeer().seconds())
        .put("origin_sent_over_size", finding.originCopies())
        .put("client_server_processor", finding.clientServer().busyShare())
        .put("peer_to_peer_processor", finding.peerToPeer().busyShare())
        .put("client_server_machine", finding.clientServer().machineShare())
        .put("peer_to_peer_machine", finding.peerToPeer().machineShare());
  }
}
