package dev.freshet.core.registry;

/// How long a peer is asked to wait until its next announce.
///
/// In a young swarm everyone arrives at once and most peers have been told of few others, so they
/// are called back soon; as it ages there is less and less to tell. A small swarm stays lively,
/// since each member matters. Whatever its age, a swarm is not to make more than 100 announces a
/// second, and all of them together not more than 1,000.
record IntervalRule(RegistryConfig config) {
  private static final int AGE_OVER_INTERVAL = 8;
  private static final int SMALL_SWARM = 50;
  private static final int SMALL_SWARM_SECONDS = 120;
  private static final int SWARM_ANNOUNCES_PER_SECOND = 100;
  private static final int ALL_ANNOUNCES_PER_SECOND = 1000;
  private static final int INTERVAL_OVER_MIN = 4;

  int seconds(int peersOfSwarm, int ageSeconds, int allPeers) {
    int byAge = ageSeconds / AGE_OVER_INTERVAL;
    if (peersOfSwarm <= SMALL_SWARM) {
      byAge = Math.min(byAge, SMALL_SWARM_SECONDS);
    }
    int byLoad =
        Math.max(peersOfSwarm / SWARM_ANNOUNCES_PER_SECOND, allPeers / ALL_ANNOUNCES_PER_SECOND);
    return Math.clamp(
        Math.max(byAge, byLoad), config.minIntervalSeconds(), config.maxIntervalSeconds());
  }

  /// How soon a peer may come back if it is short of peers.
  int minSeconds(int intervalSeconds) {
    return Math.max(config.minIntervalSeconds(), intervalSeconds / INTERVAL_OVER_MIN);
  }
}
