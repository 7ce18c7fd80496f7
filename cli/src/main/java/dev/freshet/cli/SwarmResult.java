package dev.freshet.cli;

import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.score.Score;

/// What came of one swarm, and what it took to play it.
///
/// @param seconds of real time
/// @param bytesPerPeer memory in use at half time, for each peer; -1 if it was not measured
record SwarmResult(SwarmJob job, Outcome outcome, Score score, double seconds, long bytesPerPeer) {
  double eventsPerSecond() {
    return outcome.events() / Math.max(seconds, 1e-9);
  }
}
