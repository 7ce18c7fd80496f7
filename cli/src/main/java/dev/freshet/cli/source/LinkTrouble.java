package dev.freshet.cli.source;

import dev.freshet.engine.FetchException;
import java.net.URI;

/// Why nothing came from behind a link, whatever was to come.
final class LinkTrouble {
  private LinkTrouble() {}

  /// One sentence.
  static String sentence(URI link, FetchException e) {
    return switch (e.code()) {
      case HOST -> "the host " + link.getHost() + " is not known; check the link.";
      case REFUSED -> "nobody answers at " + link.getAuthority() + "; check that it is running.";
      case TIME -> link + " does not answer in time; try again later.";
      case STATUS -> link + " answers with " + e.getMessage() + "; check the link.";
      case URL, SIZE, RANGES, LENGTH, EMPTY, ENCODED, CHANGED, OTHER ->
          link + " cannot be fetched: " + e.getMessage() + "; try again.";
    };
  }
}
