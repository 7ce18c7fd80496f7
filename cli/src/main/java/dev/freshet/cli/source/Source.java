package dev.freshet.cli.source;

import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Metainfo;

/// What is known of a torrent before any peer was asked.
public sealed interface Source {
  /// All of it.
  record Torrent(Metainfo metainfo) implements Source {}

  /// Its name and perhaps some addresses; the rest comes from peers.
  record Link(Magnet magnet) implements Source {}

  /// What names the torrent.
  default InfoHashes hashes() {
    return switch (this) {
      case Torrent(Metainfo metainfo) -> metainfo.info().hashes();
      case Link(Magnet magnet) -> magnet.hashes();
    };
  }
}
