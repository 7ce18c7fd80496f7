package dev.freshet.sim.score;

import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.PeerResult;
import java.util.List;

/// One group of one run.
///
/// @param name of the group
/// @param count of its peers
/// @param unfinished how many of them never completed
/// @param last seconds from the beginning until its last one completed; NaN if none did
/// @param mean seconds that one of them took from when it came, on average; NaN if none completed
/// @param sent payload bytes that all of them sent
/// @param received payload bytes that all of them received
public record GroupScore(
    String name, int count, int unfinished, double last, double mean, long sent, long received) {
  static GroupScore of(PeerGroup group, List<PeerResult> peers) {
    return new GroupScore(
        group.name(),
        peers.size(),
        (int) peers.stream().filter(peer -> peer.completedNanos() < 0).count(),
        Score.last(peers),
        Score.mean(peers),
        peers.stream().mapToLong(PeerResult::sent).sum(),
        peers.stream().mapToLong(PeerResult::received).sum());
  }
}
