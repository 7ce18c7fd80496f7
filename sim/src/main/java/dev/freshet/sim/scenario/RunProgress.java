package dev.freshet.sim.scenario;

/// Who hears how a run goes on.
@FunctionalInterface
public interface RunProgress {
  /// The swarm as it stands, from time to time. Called on the thread that runs it.
  void at(Sample sample);
}
