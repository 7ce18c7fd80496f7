package dev.freshet.cli.source;

import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.FetchException;
import dev.freshet.engine.RemoteFile;
import dev.freshet.engine.TorrentMaker;
import dev.freshet.engine.TorrentRecipe;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.net.URI;

/// A file on a web server that is to be the seed.
public final class Origin {
  private Origin() {}

  /// Reads it once and makes the metainfo, with its link in it. To be called on a virtual thread,
  /// where an interrupt ends it.
  public static Metainfo make(
      EngineOptions options, String text, TorrentRecipe recipe, TorrentMaker.Progress progress)
      throws SourceException, InterruptedException {
    URI link = link(text);
    try (RemoteFile file = RemoteFile.find(options, text)) {
      return TorrentMaker.make(file, recipe, progress);
    } catch (FetchException e) {
      throw new SourceException(sentence(link, e));
    } catch (MetainfoException e) {
      throw new SourceException("no torrent can be made of " + link + ": " + e.getMessage() + ".");
    }
  }

  private static URI link(String text) throws SourceException {
    try {
      URI link = URI.create(text);
      boolean web =
          "http".equalsIgnoreCase(link.getScheme()) || "https".equalsIgnoreCase(link.getScheme());
      if (web && link.getHost() != null) {
        return link;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new SourceException(text + " is no http(s) link to a file; give one.");
  }

  private static String sentence(URI link, FetchException e) {
    return switch (e.code()) {
      case URL -> link + " is no link to a file (" + e.getMessage() + "); give the file's own.";
      case RANGES ->
          "peers cannot fetch parts of "
              + link
              + ", for "
              + e.getMessage()
              + "; turn ranges on there, or share a copy.";
      case LENGTH ->
          link.getHost() + " does not say how long " + link + " is; share a copy instead.";
      case EMPTY -> link + " is empty; give a file with something in it.";
      case ENCODED ->
          link + " comes compressed, which no peer could use; turn that off at the server.";
      case CHANGED -> link + " was changed while it was read; begin again when it stays as it is.";
      case HOST, REFUSED, TIME, STATUS, SIZE, OTHER -> LinkTrouble.sentence(link, e);
    };
  }
}
