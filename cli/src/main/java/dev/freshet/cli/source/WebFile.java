package dev.freshet.cli.source;

import dev.freshet.engine.Download;
import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.FetchException;
import java.net.URI;
import java.time.Duration;

/// A small file behind an http(s) link.
final class WebFile {
  private static final String ACCEPT = "application/x-bittorrent, */*";

  private WebFile() {}

  /// Its bytes, of which there may be at most `maxBytes`, within `patience` in all: a server that
  /// drips gets no more time than one that hangs.
  static byte[] fetch(EngineOptions options, URI link, int maxBytes, Duration patience)
      throws SourceException, InterruptedException {
    try {
      return Download.of(options, link.toString(), ACCEPT, maxBytes, patience);
    } catch (FetchException e) {
      throw new SourceException(
          switch (e.code()) {
            case URL -> link + " is not a usable link; check it.";
            case HOST -> "the host " + link.getHost() + " is not known; check the link.";
            case REFUSED ->
                "nobody answers at " + link.getAuthority() + "; check that it is running.";
            case TIME -> link + " does not answer in time; try again later.";
            case STATUS -> link + " answers with " + e.getMessage() + "; check the link.";
            case SIZE -> link + " is too large for a .torrent file; check the link.";
            case RANGES, LENGTH, EMPTY, ENCODED, CHANGED, OTHER ->
                link + " cannot be fetched: " + e.getMessage() + "; try again.";
          });
    }
  }
}
