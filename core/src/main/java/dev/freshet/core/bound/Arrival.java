package dev.freshet.core.bound;

/// Peers that come at the same moment.
///
/// @param atSeconds after the origin began; 0 or more
/// @param peers who comes, one or more
public record Arrival(double atSeconds, PeerClass peers) {
  public Arrival {
    if (!(atSeconds >= 0) || Double.isInfinite(atSeconds) || peers.count() < 1) {
      throw new IllegalArgumentException(peers.count() + " peers that come at " + atSeconds + " s");
    }
  }
}
