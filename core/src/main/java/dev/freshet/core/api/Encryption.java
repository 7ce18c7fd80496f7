package dev.freshet.core.api;

/// When connections are made unreadable for those on the way (message stream encryption). It keeps
/// filters from telling BitTorrent by its bytes; it is no protection of what is said, since whoever
/// knows the info-hash can read along.
public enum Encryption {
  /// Neither asked for nor understood.
  OFF,
  /// Calls are made in the plain, and again encrypted if the peer hangs up on that; who calls
  /// encrypted is understood, and the rest then goes on in the plain if the caller lets us choose.
  ALLOWED,
  /// Calls are made encrypted, and again in the plain if the peer hangs up on that; who calls in
  /// the plain is understood.
  PREFERRED,
  /// Everything is encrypted; who calls in the plain is turned away.
  REQUIRED
}
