package dev.freshet.rules.planted.names;

/// A name without a noun, and one with.
final class PeerManager {
  /// A peer.
  record Peer(int number) {}

  /// Nested, and no better.
  record PeerUtils(int number) {}
}
