package dev.freshet.example;

import dev.freshet.core.api.TorrentOptions;
import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineOptions;
import dev.freshet.engine.Torrent;
import dev.freshet.protocol.magnet.Magnet;

/// Fetches what a magnet link names into a folder, and says how it goes.
public final class Fetch {
  private Fetch() {}

  /// Takes the link and the folder.
  public static void main(String[] args) throws Exception {
    try (Engine engine = Engine.open(EngineOptions.defaults())) {
      Torrent torrent = engine.add(Magnet.parse(args[0]), TorrentOptions.in(args[1]));
      torrent.listen(event -> System.out.println(event));
      System.out.println("fetching " + torrent.metadata().get().name());
      System.out.println("complete: " + torrent.completion().get().length() + " bytes");
    }
  }
}
