package dev.freshet.cli;

import dev.freshet.cli.source.Source;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.Torrent;
import java.io.IOException;

/// An engine for one command, with what can go wrong said in sentences.
final class Engines {
  private Engines() {}

  /// Opens an engine that keeps what it knows where this program does.
  static Engine open(Shell shell, EngineOptions options) throws Failure {
    try {
      return Engine.open(
          options.withStateDirectory(EngineOptions.usualStateDirectory(shell.environment())));
    } catch (IOException e) {
      String next =
          options.bind().isEmpty() ? "choose another port, or 0 for any" : "check --bind and port";
      throw Failure.of(e.getMessage() + "; " + next + ".");
    }
  }

  /// Adds what the source names.
  static Torrent add(Engine engine, Source source, TorrentOptions options) {
    return switch (source) {
      case Source.Torrent(var metainfo) -> engine.add(metainfo, options);
      case Source.Link(var magnet) -> engine.add(magnet, options);
    };
  }
}
