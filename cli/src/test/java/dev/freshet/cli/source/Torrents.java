package dev.freshet.cli.source;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.PieceSums;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Torrents to read and to show. Their hashes are made up.
public final class Torrents {
  private Torrents() {}

  /// One file of 40,000 bytes.
  public static Metainfo small(String name) {
    return of(name, true, List.of(new DraftFile(List.of(name), 40_000)));
  }

  /// A folder of so many files of 10 bytes.
  public static Metainfo folder(String name, int files) {
    return of(
        name,
        false,
        IntStream.range(0, files)
            .mapToObj(i -> new DraftFile(List.of("sub", "f%06d".formatted(i)), 10))
            .toList());
  }

  private static Metainfo of(String name, boolean single, List<DraftFile> files) {
    try {
      TorrentPlan plan =
          new TorrentDraft(
                  name,
                  single,
                  files,
                  16_384,
                  TorrentVersion.V1,
                  false,
                  List.of(List.of("http://tracker.example/announce")),
                  List.of(),
                  "a\u001bcomment",
                  "freshet",
                  1_000_000_000)
              .plan();
      PieceSums sums = plan.sums();
      byte[] hash = new byte[Hash.SHA1_LENGTH];
      Arrays.fill(hash, (byte) 7);
      for (int piece = 0; piece < plan.geometry().pieceCount(); piece++) {
        sums.putV1(piece, Hash.of(hash));
      }
      return plan.seal(sums);
    } catch (MetainfoException e) {
      throw new AssertionError(e);
    }
  }
}
