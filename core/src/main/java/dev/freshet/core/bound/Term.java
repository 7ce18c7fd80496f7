package dev.freshet.core.bound;

/// What a distribution time is bound by.
public enum Term {
  /// The origin sends everything that must come from it: `F / u_s`, or `N F / u_s` without help.
  ORIGIN_UPLINK,
  /// The slowest downlink takes in the file: `F / d_min`.
  SLOWEST_DOWNLINK,
  /// All uplinks together send every byte that is received: `N F / (u_s + U_N)`.
  ALL_UPLINKS,
  /// The piece that leaves the origin last must still spread: `B1`.
  LAST_PIECE,
  /// All uplinks send every byte, but peers begin with nothing to send: `B2`.
  COLD_START
}
