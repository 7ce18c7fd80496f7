package dev.freshet.core.registry;

import dev.freshet.protocol.Hash;
import java.util.List;

/// How a registry behaves and how large it may grow.
///
/// @param minIntervalSeconds how soon a peer of a young swarm is asked to announce again
/// @param maxIntervalSeconds the same for a large and old swarm
/// @param maxSwarms most swarms remembered
/// @param maxPeers most peers remembered in all swarms together
/// @param maxPeersPerSwarm most peers remembered in one swarm
/// @param maxWanted most peers given in one answer
/// @param allowed the only info-hashes served, of 20 bytes each; all are if there is none
public record RegistryConfig(
    int minIntervalSeconds,
    int maxIntervalSeconds,
    int maxSwarms,
    int maxPeers,
    int maxPeersPerSwarm,
    int maxWanted,
    List<Hash> allowed) {
  public RegistryConfig {
    if (minIntervalSeconds < 1
        || maxIntervalSeconds < minIntervalSeconds
        || maxIntervalSeconds > 86_400
        || maxSwarms < 1
        || maxPeers < 1
        || maxPeersPerSwarm < 1
        || maxWanted < 1) {
      throw new IllegalArgumentException(
          "intervals %d to %d s, swarms %d, peers %d, per swarm %d, wanted %d"
              .formatted(
                  minIntervalSeconds,
                  maxIntervalSeconds,
                  maxSwarms,
                  maxPeers,
                  maxPeersPerSwarm,
                  maxWanted));
    }
    allowed = List.copyOf(allowed);
  }

  /// The usual: every 15 s to 30 min, 100,000 swarms, 500,000 peers, 100,000 a swarm, 200 an
  /// answer, any info-hash.
  public static RegistryConfig defaults() {
    return new RegistryConfig(15, 1800, 100_000, 500_000, 100_000, 200, List.of());
  }

  /// The same, for these info-hashes only.
  public RegistryConfig withAllowed(List<Hash> infoHashes) {
    return new RegistryConfig(
        minIntervalSeconds,
        maxIntervalSeconds,
        maxSwarms,
        maxPeers,
        maxPeersPerSwarm,
        maxWanted,
        infoHashes);
  }
}
