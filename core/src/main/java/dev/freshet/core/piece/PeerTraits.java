package dev.freshet.core.piece;

/// What matters of a peer when blocks are chosen for it.
///
/// @param bytesPerSecond what it gives us of late; 0 if that is not known
/// @param snubbing whether it has owed us a block for too long
/// @param alone whether it may have sent bad bytes: it gets whole pieces, which nobody else
///   touches, so that the next failure shows who did it
public record PeerTraits(long bytesPerSecond, boolean snubbing, boolean alone) {
  /// A peer that nothing is known of.
  public static final PeerTraits UNKNOWN = new PeerTraits(0, false, false);
}
