package dev.freshet.cli;

import dev.freshet.cli.source.Source;
import dev.freshet.cli.source.SourceException;
import dev.freshet.cli.source.Sources;
import dev.freshet.engine.EngineOptions;
import dev.freshet.protocol.metainfo.Metainfo;
import java.time.Duration;

/// Reads the SOURCE of a command; what is wrong with it ends the command.
final class Reading {
  private Reading() {}

  /// What the source is; a web link is fetched as an engine with these options would, until
  /// `patience` is over.
  static Source source(EngineOptions options, String text, Duration patience)
      throws Failure, InterruptedException {
    try {
      return Sources.read(options, text, patience);
    } catch (SourceException e) {
      throw Failure.of(e.sentence());
    }
  }

  /// The metainfo of a .torrent file or link; a magnet link has none.
  static Metainfo metainfo(EngineOptions options, String text)
      throws Failure, InterruptedException {
    return switch (source(options, text, Duration.ofSeconds(60))) {
      case Source.Torrent(Metainfo metainfo) -> metainfo;
      case Source.Link _ ->
          throw Failure.usage(
              "a magnet link does not say what the data is; give the .torrent file.");
    };
  }
}
