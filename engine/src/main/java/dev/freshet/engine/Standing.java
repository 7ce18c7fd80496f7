package dev.freshet.engine;

import dev.freshet.core.api.FileSelection;
import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Info;
import java.util.List;

/// The status of a torrent as far as it is plain without the node's word: before the first
/// [dev.freshet.core.api.Event.StatusChanged], and when another event is ahead of the next one.
final class Standing {
  private Standing() {}

  static TorrentStatus first(Info info, TorrentOptions options) {
    Phase phase = options.paused() ? Phase.PAUSED : Phase.CHECKING;
    return known(info, options.files(), blank(info.hashes(), info.name(), phase));
  }

  static TorrentStatus first(Magnet magnet, TorrentOptions options) {
    Phase phase = options.paused() ? Phase.PAUSED : Phase.FETCHING_METADATA;
    String name = magnet.name();
    return blank(magnet.hashes(), name == null ? magnet.hashes().toString() : name, phase);
  }

  private static TorrentStatus blank(InfoHashes hashes, String name, Phase phase) {
    return new TorrentStatus(
        hashes, name, phase, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, "", List.of(),
        List.of(), List.of());
  }

  /// The same, with what the metainfo says of these files.
  static TorrentStatus known(Info info, FileSelection files, TorrentStatus was) {
    int pieces = info.geometry().pieceCount();
    long length = info.contentSize(files.pieces(info));
    return with(was, info.hashes(), info.name(), was.phase(), length, pieces);
  }

  /// The same, in another phase.
  static TorrentStatus in(Phase phase, TorrentStatus was) {
    return with(was, was.hashes(), was.name(), phase, was.length(), was.pieces());
  }

  private static TorrentStatus with(
      TorrentStatus was, InfoHashes hashes, String name, Phase phase, long length, int pieces) {
    return new TorrentStatus(
        hashes,
        name,
        phase,
        length,
        was.verified(),
        pieces,
        was.havePieces(),
        was.toCheck(),
        was.downRate(),
        was.upRate(),
        was.downloaded(),
        was.uploaded(),
        was.wasted(),
        was.corrupt(),
        was.connected(),
        was.seeds(),
        was.known(),
        was.copies(),
        was.etaSeconds(),
        was.explanation(),
        was.peers(),
        was.trackers(),
        was.webSeeds());
  }
}
