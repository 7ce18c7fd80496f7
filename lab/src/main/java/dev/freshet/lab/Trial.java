package dev.freshet.lab;

import dev.freshet.protocol.metainfo.Metainfo;
import java.nio.file.Path;
import java.util.List;

/// What is handed out, to whom, over which links.
///
/// @param file what the origin has; never written to
/// @param metainfo the torrent of it, without trackers
/// @param sha256 of the whole file, to hold the copies against
/// @param origin the origin's link
/// @param peers the links of the peers, one or more
/// @param folder an empty folder that the copies go to
public record Trial(
    Path file, Metainfo metainfo, byte[] sha256, Link origin, List<Link> peers, Path folder) {
  public Trial {
    peers = List.copyOf(peers);
    if (peers.isEmpty()) {
      throw new IllegalArgumentException("a trial without peers");
    }
  }

  /// Bytes of the file.
  long size() {
    return metainfo.info().contentLength();
  }

  /// How long before its start an engine's run has begun in truth: as long as the slowest link
  /// takes for what all may have saved up. Counted from then, no link can have let more pass than
  /// its rate allows.
  long headStartNanos() {
    long slowest = origin.creditNanos();
    for (Link peer : peers) {
      slowest = Math.max(slowest, peer.creditNanos());
    }
    return slowest;
  }

  /// The folder of a peer's own, from 0.
  Path folder(int peer) {
    return folder.resolve("peer-" + (peer + 1));
  }
}
