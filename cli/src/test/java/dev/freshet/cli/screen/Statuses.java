package dev.freshet.cli.screen;

import dev.freshet.core.api.PeerStatus;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import java.util.List;

/// Statuses to draw.
public final class Statuses {
  private Statuses() {}

  /// A torrent of 4 GB in 4000 pieces, of which so many are here.
  public static TorrentStatus status(Phase phase, int havePieces, int toCheck, String explanation) {
    return status(phase, havePieces, toCheck, explanation, List.of());
  }

  /// A seed of it with these peers.
  public static TorrentStatus seeding(List<PeerStatus> peers) {
    return status(Phase.SEEDING, 4000, 0, "", peers);
  }

  private static TorrentStatus status(
      Phase phase, int havePieces, int toCheck, String explanation, List<PeerStatus> peers) {
    return new TorrentStatus(
        new InfoHashes(Hash.of(new byte[20]), null),
        phase == Phase.FETCHING_METADATA ? "" : "big.iso",
        phase,
        4_000_000_000L,
        havePieces * 1_000_000L,
        4000,
        havePieces,
        toCheck,
        12_300_000,
        1_500_000,
        2_000_000_000,
        1_000_000_000,
        0,
        0,
        7,
        2,
        20,
        2.5,
        phase == Phase.SEEDING ? -1 : 125,
        explanation,
        peers,
        List.of(),
        List.of());
  }
}
