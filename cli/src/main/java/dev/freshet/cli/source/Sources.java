package dev.freshet.cli.source;

import dev.freshet.engine.EngineOptions;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Metainfo;
import dev.freshet.protocol.metainfo.MetainfoException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// Finds out what a SOURCE on the command line is, and reads it. At most [#MAX_BYTES] are ever
/// read.
public final class Sources {
  /// Most bytes of a .torrent file: 100,000 files or 40 TiB in pieces of 16 MiB need half of it.
  public static final int MAX_BYTES = 64 << 20;

  private static final String SHAPES =
      "give a .torrent file, a magnet link or an http(s) link to a .torrent file.";

  private Sources() {}

  /// Reads a source; a web link is fetched as an engine with these options would, until `patience`
  /// is over.
  public static Source read(EngineOptions options, String text, Duration patience)
      throws SourceException, InterruptedException {
    if (text.isEmpty()) {
      throw new SourceException("the SOURCE is empty; " + SHAPES);
    }
    String start = text.toLowerCase(Locale.ROOT);
    if (start.startsWith("magnet:")) {
      return magnet(text);
    }
    if (start.startsWith("http://") || start.startsWith("https://")) {
      return torrent(text, WebFile.fetch(options, uri(text), MAX_BYTES, patience));
    }
    return torrent(text, file(text));
  }

  private static Source magnet(String text) throws SourceException {
    try {
      return new Source.Link(Magnet.parse(text));
    } catch (MetainfoException e) {
      throw new SourceException(
          "that is not a usable magnet link: "
              + e.getMessage()
              + "; copy the whole link, in quotes.");
    }
  }

  private static Source torrent(String name, byte[] bytes) throws SourceException {
    try {
      return new Source.Torrent(Metainfo.parse(bytes));
    } catch (MetainfoException e) {
      throw new SourceException(
          name + " is not a usable .torrent file: " + e.getMessage() + "; get it again.");
    }
  }

  private static URI uri(String text) throws SourceException {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new SourceException(text + " is not a usable link; " + SHAPES);
  }

  private static byte[] file(String text) throws SourceException {
    try {
      Path path = Path.of(text);
      if (Files.isDirectory(path)) {
        throw new SourceException(text + " is a folder; " + SHAPES);
      }
      if (!Files.exists(path)) {
        throw new SourceException("there is no file " + text + "; " + SHAPES);
      }
      return content(text, path);
    } catch (InvalidPathException e) {
      throw new SourceException(text + " is no name of a file; " + SHAPES);
    }
  }

  private static byte[] content(String text, Path path) throws SourceException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new SourceException(text + " is too large for a .torrent file; " + SHAPES);
      }
      return bytes;
    } catch (AccessDeniedException e) {
      throw new SourceException("you may not read " + text + "; change its permissions.");
    } catch (IOException e) {
      throw new SourceException(text + " cannot be read: " + e.getMessage() + ".");
    }
  }
}
