package dev.freshet.cli.plan;

import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.FlashCrowd;
import dev.freshet.core.bound.SteadyState;

/// Peers that come evenly over a time.
///
/// @param overSeconds from the first to the last
/// @param lastPeerSeconds when the last is complete at the earliest, after the first came
/// @param peersPerSecond how many come
/// @param meanSeconds how long one takes on average at least, should they keep coming and leave at
///   once
/// @param stable whether the crowd stays finite then
/// @param stablePeersPerSecond how many may come for that
public record Arriving(
    double overSeconds,
    double lastPeerSeconds,
    double peersPerSecond,
    double meanSeconds,
    boolean stable,
    double stablePeersPerSecond) {

  /// The peers of a distribution that come over this time, more than 0.
  public static Arriving of(Distribution distribution, double overSeconds) throws BoundException {
    double perSecond = (double) distribution.peers() / overSeconds;
    SteadyState steady = SteadyState.of(distribution, perSecond);
    return new Arriving(
        overSeconds,
        FlashCrowd.evenly(distribution, overSeconds).lastPeerSeconds(),
        perSecond,
        steady.meanSeconds(),
        steady.stable(),
        steady.stablePeersPerSecond());
  }
}
