package dev.freshet.sim.trial;

/// A bug that can be planted into every honest node of a trial, at the node's boundary: the proof
/// that the checkers bite.
public enum Plant {
  /// A piece that fails its hash is taken for good.
  ACCEPT_UNVERIFIED,
  /// A piece is announced when its check begins.
  ANNOUNCE_EARLY,
  /// The tracker is asked once and never again.
  NEVER_REANNOUNCE,
  /// Who is choked is served.
  SERVE_WHILE_CHOKING,
  /// Some buffers are never given back.
  LEAK_BUFFERS,
  /// What lies on the disk after a start is believed, whatever the journal says of it.
  TRUST_THE_DISK,
  /// Whoever could not be reached once, as during a partition, is never tried again.
  NEVER_RECONNECT,
  /// Other bytes are served than were read.
  SERVE_WRONG_BYTES,
  /// Connections are forgotten and not closed.
  LEAK_CONNECTIONS,
  /// Rate limits are not heard of.
  IGNORE_LIMITS,
  /// A word of the disk is lost now and then.
  LOSE_ANSWERS
}
