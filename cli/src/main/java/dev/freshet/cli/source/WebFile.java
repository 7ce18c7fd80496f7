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
            case SIZE -> link + " is too large for a .torrent file; check the link.";
            case HOST, REFUSED, TIME, STATUS, RANGES, LENGTH, EMPTY, ENCODED, CHANGED, OTHER ->
                LinkTrouble.sentence(link, e);
          });
    }
  }
}
