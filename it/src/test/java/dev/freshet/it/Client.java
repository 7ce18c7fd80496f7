package dev.freshet.it;

import java.nio.file.Path;

/// A BitTorrent client, as its users run it, but for what would look beyond this machine, such as
/// port mapping.
sealed interface Client permits Aria2, LibTorrent, RTorrent, Transmission {
  /// Where the other client lives, so that it can tell Freshet, which lives on 127.0.0.1, from
  /// itself: rTorrent keeps one peer an address, whatever the port.
  String HOST = "127.0.0.2";

  /// Starts it on `folder`: to fetch what is missing there, to give what is there.
  ///
  /// @param source a .torrent file or a magnet link
  /// @param encrypted whether it refuses all connections that are not encrypted
  default Peer join(Stage stage, Path folder, String source, boolean encrypted) {
    return join(stage, folder, source, Habits.told(encrypted));
  }

  /// The same with other habits.
  Peer join(Stage stage, Path folder, String source, Habits habits);

  /// Where it need not be waited for long.
  default Stage pace(Stage network) {
    return network;
  }

  /// Whether it knows that padding is not on the disk (BEP 47).
  boolean knowsPadding();

  /// Whether a file without bytes appears on the disk.
  boolean makesEmptyFiles();

  /// Whether it calls a peer that a tracker names with a loopback address.
  boolean callsLoopback();
}
