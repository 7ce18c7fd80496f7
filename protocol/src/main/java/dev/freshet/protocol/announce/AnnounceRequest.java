package dev.freshet.protocol.announce;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import org.jspecify.annotations.Nullable;

/// What a client tells a tracker (BEP 3, 7, 15, 23).
///
/// @param infoHash 20 bytes
/// @param port where the client listens, 0 if it does not
/// @param left bytes still missing; 0 for a seed
/// @param key how the client proves to be the same after a change of address
/// @param wanted how many peers it would like, -1 for the tracker's choice
/// @param compact whether a compact answer is fine (BEP 23)
/// @param claimedIp the address that the client says it has, if any; never to be believed by a
///   tracker
/// @param trackerId what the tracker asked to be told again, if anything
public record AnnounceRequest(
    Hash infoHash,
    PeerId peerId,
    int port,
    long uploaded,
    long downloaded,
    long left,
    AnnounceEvent event,
    int key,
    int wanted,
    boolean compact,
    @Nullable IpAddress claimedIp,
    @Nullable String trackerId) {
  public AnnounceRequest {
    if (infoHash.length() != Hash.SHA1_LENGTH) {
      throw new IllegalArgumentException("info-hash of " + infoHash.length() + " bytes");
    }
    if (port < 0 || port > 0xffff || uploaded < 0 || downloaded < 0 || left < 0 || wanted < -1) {
      throw new IllegalArgumentException(
          "port %d, uploaded %d, downloaded %d, left %d, wanted %d"
              .formatted(port, uploaded, downloaded, left, wanted));
    }
  }
}
