package dev.freshet.protocol.announce;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tracker answers to an announce.
public sealed interface AnnounceResponse {
  /// Peers (BEP 3, 7, 23, 24). Seconds and counts are 0 or more, clamped where they came absurd.
  ///
  /// @param minIntervalSeconds 0 if the tracker sets none
  /// @param seeds -1 if not told; likewise `leechers`
  /// @param yourIp the client's address as the tracker sees it (BEP 24)
  record Peers(
      int intervalSeconds,
      int minIntervalSeconds,
      int seeds,
      int leechers,
      List<Endpoint> peers,
      @Nullable IpAddress yourIp,
      @Nullable String trackerId,
      @Nullable String warning)
      implements AnnounceResponse {
    public Peers {
      peers = List.copyOf(peers);
    }
  }

  /// The tracker refuses; `reason` is its own text, cut to a sane length and without control
  /// characters.
  record Refused(String reason) implements AnnounceResponse {}
}
