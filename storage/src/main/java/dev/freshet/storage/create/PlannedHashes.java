package dev.freshet.storage.create;

import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.PieceSums;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.storage.hash.PieceDigest;

/// The hashes that a planned torrent wants, as its version says, piece by piece in any order.
/// Different pieces may be hashed on different threads.
final class PlannedHashes {
  private final TorrentPlan plan;
  private final TorrentVersion version;
  private final PieceSums sums;

  PlannedHashes(TorrentPlan plan) {
    this.plan = plan;
    this.version = plan.draft().version();
    this.sums = plan.sums();
  }

  /// The digest that takes all bytes of this piece.
  PieceDigest begin(int piece) {
    int v2Length = version.hasV2() ? plan.v2Length(piece) : 0;
    return new PieceDigest(plan.geometry().pieceSize(piece), version.hasV1(), v2Length);
  }

  /// This piece's digest has taken all.
  void end(int piece, PieceDigest digest) {
    if (version.hasV1()) {
      sums.putV1(piece, digest.sha1());
    }
    if (version.hasV2()) {
      sums.putV2(piece, digest.root(plan.v2Width(piece)));
    }
  }

  /// The metainfo, once all pieces have ended.
  Metainfo seal() {
    return plan.seal(sums);
  }
}
