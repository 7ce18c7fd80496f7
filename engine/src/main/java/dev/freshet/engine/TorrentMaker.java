package dev.freshet.engine;

import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.storage.create.CreateException;
import dev.freshet.storage.create.SourceTree;
import dev.freshet.storage.create.StreamHasher;
import dev.freshet.storage.create.TorrentHasher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
      TorrentDraft draft = draft(tree.name(), tree.singleFile(), tree.draftFiles(), recipe);
      return TorrentHasher.hash(tree, draft.plan(), recipe.threads(), progress::hashed);
    } catch (CreateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Reads a file on a web server once and in order, without a copy of it, and makes the metainfo,
  /// with the URL in it as a web seed. Blocks until that is done.
  ///
  /// @throws FetchException if it cannot be read, or is no longer what it was at the end
  /// @throws MetainfoException if no torrent can be like that
  /// @throws java.util.concurrent.CancellationException if `progress` ended it
  public static Metainfo make(RemoteFile file, TorrentRecipe recipe, Progress progress)
      throws FetchException, MetainfoException, InterruptedException {
    List<DraftFile> only = List.of(new DraftFile(List.of(file.name()), file.length()));
    List<String> seeds = new ArrayList<>(recipe.webSeeds());
    seeds.remove(file.url());
    seeds.addFirst(file.url());
    TorrentDraft draft = draft(file.name(), true, only, recipe.withWebSeeds(seeds));
    try (InputStream content = file.content()) {
      Metainfo made = StreamHasher.hash(content, draft.plan(), progress::hashed);
      file.check();
      return made;
    } catch (IOException e) {
      throw e.getCause() instanceof FetchException known ? known : Download.failed(e);
    }
  }

  private static TorrentDraft draft(
      String name, boolean singleFile, List<DraftFile> files, TorrentRecipe recipe) {
    return new TorrentDraft(
        name,
        singleFile,
        files,
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
