package dev.freshet.core.registry;

import dev.freshet.protocol.Endpoint;

/// One peer of a swarm, as it last announced itself.
///
/// @param client the first eight characters of its peer id, such as `-FH0100-`
/// @param left bytes still missing, 0 for a seed
/// @param seenSecondsAgo how long ago it announced
public record PeerView(
    Endpoint endpoint,
    String client,
    long left,
    long uploaded,
    long downloaded,
    int seenSecondsAgo) {
  /// Whether it has everything.
  public boolean seed() {
    return left == 0;
  }
}
