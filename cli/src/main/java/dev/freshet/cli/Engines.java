package dev.freshet.cli;

import dev.freshet.cli.source.Source;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.Torrent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An engine for one command, with what can go wrong said in sentences.
final class Engines {
  private static final String OTHER_PORT = "choose another port, or 0 for any.";

  private Engines() {}

  /// Opens an engine that keeps what it knows where this program does.
  static Engine open(Shell shell, EngineOptions options) throws Failure {
    Path state = EngineOptions.usualStateDirectory(shell.environment());
    makeFolder(state);
    Path recording = options.recording();
    if (recording != null) {
      new NewFile(recording, "recording", "--record").checkWritable();
    }
    try {
      return Engine.open(options.withStateDirectory(state));
    } catch (IOException e) {
      throw notOpened(e, options);
    }
  }

  private static void makeFolder(Path state) throws Failure {
    try {
      Files.createDirectories(state);
    } catch (IOException e) {
      throw Failure.of(
          "what is remembered of downloads cannot be kept in "
              + state
              + ", for that folder cannot be made; set XDG_STATE_HOME to another.");
    }
    if (!Files.isWritable(state)) {
      throw Failure.of(
          "what is remembered of downloads cannot be kept in "
              + state
              + ", for you may not write there; set XDG_STATE_HOME to another folder.");
    }
  }

  private static Failure notOpened(IOException e, EngineOptions options) {
    String reason = String.valueOf(e.getMessage());
    boolean port = options.bind().isEmpty() || reason.contains(" in use");
    return Failure.of(reason + "; " + (port ? OTHER_PORT : "check --bind and port."));
  }

  /// That somebody else has this port, in the words of the engine.
  static Failure taken(int port) {
    return Failure.of("port " + port + " is in use by another program; " + OTHER_PORT);
  }

  /// Adds what the source names.
  static Torrent add(Engine engine, Source source, TorrentOptions options) {
    return switch (source) {
      case Source.Torrent(var metainfo) -> engine.add(metainfo, options);
      case Source.Link(var magnet) -> engine.add(magnet, options);
    };
  }
}
