package dev.freshet.core.api;

/// Where a torrent stands in its life.
public enum Phase {
  /// Asking peers what the torrent is (magnet links).
  FETCHING_METADATA,
  /// Opening files and verifying what lies on disk.
  CHECKING,
  /// Some pieces are missing.
  DOWNLOADING,
  /// All wanted pieces are here, or what is missing is not to be fetched.
  SEEDING,
  /// Left the swarm until resumed.
  PAUSED,
  /// Saying goodbye; then it is gone.
  STOPPING
}
