package dev.freshet.sim.scenario;

import java.util.List;

/// What came of one run.
///
/// @param seed the number that the run came from
/// @param nanos virtual time that passed
/// @param origin what the origin sent, payload bytes
/// @param peers what came of each peer, group by group
/// @param samples the swarm over time
/// @param gave payload bytes from group to group; row 0 is the origin, row g + 1 group g; columns
///   are the groups
/// @param gavePeers the same from peer to peer; row 0 is the origin, row i + 1 peer i. Empty if
///   there are more than [#MOST_PAIRS] peers
/// @param sendable payload bytes that the uplinks of all who were there and had a piece could have
///   sent until the last peer completed, or to the end if one never did
/// @param events how many inputs all nodes took; at piece level, how many pieces arrived
/// @param digest a digest of all that happened, in order: equal for equal scenario and seed
public record Outcome(
    long seed,
    long nanos,
    long origin,
    List<PeerResult> peers,
    List<Sample> samples,
    List<List<Long>> gave,
    List<List<Long>> gavePeers,
    long sendable,
    long events,
    long digest) {
  /// Up to so many peers it is told who gave to whom.
  public static final int MOST_PAIRS = 100;

  public Outcome {
    peers = List.copyOf(peers);
    samples = List.copyOf(samples);
    gave = gave.stream().map(List::copyOf).toList();
    gavePeers = gavePeers.stream().map(List::copyOf).toList();
  }

  /// How many never had everything.
  public int unfinished() {
    return (int) peers.stream().filter(peer -> peer.completedNanos() < 0).count();
  }
}
