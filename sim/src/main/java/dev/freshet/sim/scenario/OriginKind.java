package dev.freshet.sim.scenario;

/// How the origin gives what it has.
public enum OriginKind {
  /// A peer that shows all its pieces from the start.
  SEED,
  /// A peer that gives each piece once and waits to see it passed on (BEP 16), as `freshet share`
  /// does.
  SUPER_SEED,
  /// A web server that knows nothing of the swarm and sends what it is asked for (BEP 19).
  WEB_SERVER
}
