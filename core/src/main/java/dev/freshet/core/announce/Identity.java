package dev.freshet.core.announce;

import dev.freshet.core.api.Datagrams;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.announce.AnnounceEvent;
import dev.freshet.protocol.announce.AnnounceRequest;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Who announces: what all trackers of a torrent are told alike, and where ids and chance come
/// from.
///
/// @param names the torrent's 20-byte info-hashes
/// @param key by which trackers know us after a change of address
/// @param datagrams how those are asked that speak UDP
record Identity(
    int torrent,
    List<Hash> names,
    PeerId peerId,
    int key,
    Datagrams datagrams,
    LongSupplier requestIds,
    RandomGenerator random) {
  private static final int MOST_WANTED = 200;

  AnnounceRequest request(
      Hash name, Progress progress, AnnounceEvent event, @Nullable String trackerId) {
    int wanted = event == AnnounceEvent.STOPPED ? 0 : Math.min(progress.wanted(), MOST_WANTED);
    return new AnnounceRequest(
        name,
        peerId,
        progress.port(),
        progress.uploaded(),
        progress.downloaded(),
        progress.left(),
        event,
        key,
        wanted,
        true,
        null,
        trackerId);
  }
}
