package dev.freshet.core.api;

import dev.freshet.protocol.InfoHashes;
import java.util.List;

/// How a torrent stands at one moment. Sizes in bytes, rates in bytes a second of payload.
///
/// @param length bytes of the files, 0 while the metainfo is not known; where only some files are
///   wanted, the bytes of the pieces in which they lie
/// @param verified how many of these bytes are verified
/// @param pieces how many pieces there are, wanted or not, 0 while not known
/// @param havePieces how many of them are verified
/// @param toCheck how many pieces still wait to be checked
/// @param downloaded payload received since the torrent was added, bad and double blocks included
/// @param uploaded payload sent
/// @param wasted payload received that was of no use
/// @param corrupt payload received that failed its hash
/// @param connected neighbours whose handshake is done
/// @param seeds neighbours that have everything
/// @param known addresses known, connected or not
/// @param copies how many whole copies the neighbours hold between them: the count of the rarest
///   piece, plus the fraction of pieces above it
/// @param etaSeconds time left, rounded up; -1 if it cannot be told
/// @param explanation one sentence why nothing moves; empty while something does
public record TorrentStatus(
    InfoHashes hashes,
    String name,
    Phase phase,
    long length,
    long verified,
    int pieces,
    int havePieces,
    int toCheck,
    long downRate,
    long upRate,
    long downloaded,
    long uploaded,
    long wasted,
    long corrupt,
    int connected,
    int seeds,
    int known,
    double copies,
    long etaSeconds,
    String explanation,
    List<PeerStatus> peers,
    List<TrackerStatus> trackers,
    List<WebSeedStatus> webSeeds) {
  public TorrentStatus {
    peers = List.copyOf(peers);
    trackers = List.copyOf(trackers);
    webSeeds = List.copyOf(webSeeds);
  }

  /// Whether every wanted piece is verified.
  public boolean complete() {
    boolean known = phase != Phase.FETCHING_METADATA && phase != Phase.CHECKING;
    return known && pieces > 0 && toCheck == 0 && verified == length;
  }
}
