package dev.freshet.protocol.announce;

/// Why a client announces (BEP 3); the order is that of BEP 15's numbers.
public enum AnnounceEvent {
  /// A regular announce.
  NONE,
  /// The last piece has just arrived.
  COMPLETED,
  /// The first announce.
  STARTED,
  /// The client leaves.
  STOPPED
}
