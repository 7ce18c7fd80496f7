package dev.freshet.cli;

import dev.freshet.cli.swarm.SwarmMode;
import dev.freshet.cli.unit.Size;
import dev.freshet.sim.piece.PieceRun;
import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.scenario.RunProgress;
import dev.freshet.sim.scenario.Scenario;
import dev.freshet.sim.swarm.SwarmRun;

/// One swarm to be played with one seed.
record SwarmJob(Scenario scenario, SwarmMode mode, long seed) {
  Outcome play(RunProgress progress) {
    return switch (mode) {
      case FULL -> SwarmRun.run(scenario, seed, progress);
      case PIECE -> PieceRun.run(scenario, seed, progress);
    };
  }

  /// What is played, in one line.
  String title() {
    long pieces = (scenario.size() - 1) / scenario.pieceSize() + 1;
    return "%s: %,d %s, %s in %,d %s of %s; %s"
        .formatted(
            scenario.name(),
            scenario.peers(),
            scenario.peers() == 1 ? "peer" : "peers",
            Size.text(scenario.size()),
            pieces,
            pieces == 1 ? "piece" : "pieces",
            Size.binary(scenario.pieceSize()),
            mode.words());
  }
}
