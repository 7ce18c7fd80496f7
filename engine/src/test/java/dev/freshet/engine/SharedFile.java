package dev.freshet.engine;

import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.PieceSums;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.SplittableRandom;

/// A file of random bytes in a folder, and the v1 torrent of it.
record SharedFile(Path file, byte[] bytes, Metainfo metainfo) {
  static SharedFile in(Path folder, String name, int size)
      throws IOException, MetainfoException, NoSuchAlgorithmException {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    Path file = Files.write(Files.createDirectories(folder).resolve(name), bytes);
    TorrentDraft draft =
        new TorrentDraft(
            name,
            true,
            List.of(new DraftFile(List.of(name), size)),
            0,
            TorrentVersion.V1,
            false,
            List.of(),
            List.of(),
            null,
            null,
            0);
    TorrentPlan plan = draft.plan();
    PieceSums sums = plan.sums();
    Geometry geometry = plan.geometry();
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    for (int piece = 0; piece < geometry.pieceCount(); piece++) {
      sha1.update(bytes, (int) geometry.offset(piece), geometry.pieceSize(piece));
      sums.putV1(piece, Hash.of(sha1.digest()));
    }
    return new SharedFile(file, bytes, plan.seal(sums));
  }
}
