package dev.freshet.cli.lab;

import dev.freshet.core.bound.Distribution;
import dev.freshet.lab.Measured;

/// What was measured for one number of peers, beside what is possible.
///
/// @param distribution the file, the links and their bounds
/// @param clientServer by HTTP
/// @param peerToPeer by the engine
public record Finding(Distribution distribution, Measured clientServer, Measured peerToPeer) {
  /// How long the last client took, in units of the least possible time.
  double clientServerRatio() {
    return clientServer.lastSeconds() / distribution.clientServer().seconds();
  }

  /// How long the last peer took, in units of the least possible time in whole pieces.
  double peerToPeerRatio() {
    return peerToPeer.lastSeconds() / distribution.discrete().seconds();
  }

  /// How often the origin has sent the whole file among the peers.
  double originCopies() {
    return (double) peerToPeer.originSent() / distribution.sizeBytes();
  }

  /// The larger of what the two ways have used of the processors, 0 to 1.
  double busyShare() {
    return Math.max(clientServer.busyShare(), peerToPeer.busyShare());
  }

  /// Whether other programs made this one wait.
  public boolean crowded() {
    return clientServer.crowded() || peerToPeer.crowded();
  }

  /// Whether the processors may have been the limit instead of the links.
  public boolean busy() {
    return clientServer.busy() || peerToPeer.busy();
  }
}
