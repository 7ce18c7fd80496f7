package dev.freshet.sim.scenario;

/// How the peers of a group behave.
public enum Conduct {
  /// As the protocol asks.
  HONEST,
  /// Takes and never gives.
  FREE_RIDER,
  /// Gives bytes that are wrong, some of the time.
  CORRUPTER
}
