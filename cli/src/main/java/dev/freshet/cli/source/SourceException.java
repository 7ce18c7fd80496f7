package dev.freshet.cli.source;

import java.io.Serial;

/// Why a source gives no torrent, as one sentence that says what to do.
public final class SourceException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  SourceException(String sentence) {
    super(sentence);
  }

  /// The sentence.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
