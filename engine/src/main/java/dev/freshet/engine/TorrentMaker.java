package dev.freshet.engine;

import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.storage.create.CreateException;
import dev.freshet.storage.create.SourceTree;
import dev.freshet.storage.create.TorrentHasher;
import java.io.IOException;
import java.nio.file.Path;

/// Makes the torrent of a file or folder. Needs no [Engine]; to seed what was made, add it with
/// [dev.freshet.core.api.TorrentOptions#trusted] in the folder that the file or folder lies in.
public final class TorrentMaker {
  private TorrentMaker() {}

  /// Who is told how far it is, from any of the hashing threads, and may end it.
  @FunctionalInterface
  public interface Progress {
    /// So many of so many bytes are hashed.
    ///
    /// @return whether to go on
    boolean hashed(long bytesDone, long bytesTotal);
  }

  /// Reads every file once and makes the metainfo. Blocks until that is done.
  ///
  /// @throws IOException in one sentence for people, if a file cannot be read or changes meanwhile,
  ///   or there is none
  /// @throws MetainfoException if no torrent can be like that, say for its names or piece length
  /// @throws java.util.concurrent.CancellationException if `progress` ended it
  /// @throws InterruptedException if the calling thread was interrupted; nothing goes on then
  public static Metainfo make(Path path, TorrentRecipe recipe, Progress progress)
      throws IOException, MetainfoException, InterruptedException {
    try {
      SourceTree tree = SourceTree.scan(path);
      return TorrentHasher.hash(
          tree, draft(tree, recipe).plan(), recipe.threads(), progress::hashed);
    } catch (CreateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static TorrentDraft draft(SourceTree tree, TorrentRecipe recipe) {
    return new TorrentDraft(
        tree.name(),
        tree.singleFile(),
        tree.draftFiles(),
        recipe.pieceLength(),
        recipe.version(),
        recipe.isPrivate(),
        recipe.trackers(),
        recipe.webSeeds(),
        recipe.comment(),
        recipe.createdBy(),
        recipe.creationSeconds());
  }
}
