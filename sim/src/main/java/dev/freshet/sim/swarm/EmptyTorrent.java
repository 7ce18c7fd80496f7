package dev.freshet.sim.swarm;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.PieceSums;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.List;
import java.util.random.RandomGenerator;

/// The metainfo of a file whose bytes nobody will see: v1, with hashes drawn by lot.
final class EmptyTorrent {
  private EmptyTorrent() {}

  static Metainfo of(long size, int pieceSize, List<String> webSeeds, RandomGenerator random) {
    TorrentDraft draft =
        new TorrentDraft(
            "file",
            true,
            List.of(new DraftFile(List.of("file"), size)),
            pieceSize,
            TorrentVersion.V1,
            false,
            List.of(),
            webSeeds,
            null,
            null,
            0);
    try {
      TorrentPlan plan = draft.plan();
      PieceSums sums = plan.sums();
      byte[] sha1 = new byte[20];
      for (int piece = 0; piece < plan.geometry().pieceCount(); piece++) {
        random.nextBytes(sha1);
        sums.putV1(piece, Hash.of(sha1));
      }
      return plan.seal(sums);
    } catch (MetainfoException e) {
      throw new IllegalArgumentException(
          "no torrent of " + size + " bytes in pieces of " + pieceSize + ": " + e.getMessage(), e);
    }
  }
}
