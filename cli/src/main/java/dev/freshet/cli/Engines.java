package dev.freshet.cli;

import dev.freshet.cli.source.Source;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.Torrent;
import java.io.IOException;
import java.net.BindException;
import java.util.Locale;

/// An engine for one command, with what can go wrong said in sentences.
final class Engines {
  private Engines() {}

  /// Opens an engine.
  static Engine open(EngineOptions options) throws Failure {
    try {
      return Engine.open(options);
    } catch (BindException e) {
      throw Failure.of(
          "port %d cannot be used: %s; choose another, or 0 for any."
              .formatted(options.port(), reason(e)));
    } catch (IOException e) {
      throw Failure.of("the network cannot be used: " + reason(e) + ".");
    }
  }

  /// Adds what the source names.
  static Torrent add(Engine engine, Source source, TorrentOptions options) {
    return switch (source) {
      case Source.Torrent(var metainfo) -> engine.add(metainfo, options);
      case Source.Link(var magnet) -> engine.add(magnet, options);
    };
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
