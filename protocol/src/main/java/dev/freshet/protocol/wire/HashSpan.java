package dev.freshet.protocol.wire;

/// Which numbers can name a run of hashes in a file's tree (BEP 52), whatever the file.
///
/// The BEP wants runs of two or more; a run of one is let pass, because libtorrent asks for one
/// when a file's last group of 512 pieces holds a single piece.
final class HashSpan {
  /// The longest run: the leaves of a piece of 128 MiB.
  static final int MAX_LENGTH = 8192;

  /// A tree over 2^63 bytes has fewer layers.
  static final int MAX_LAYERS = 64;

  private HashSpan() {}

  /// Whether the run is a whole subtree and the layers can exist.
  static boolean isSane(int baseLayer, int index, int length, int proofLayers) {
    return baseLayer >= 0
        && baseLayer <= MAX_LAYERS
        && proofLayers >= 0
        && proofLayers <= MAX_LAYERS
        && length >= 1
        && length <= MAX_LENGTH
        && Integer.bitCount(length) == 1
        && index >= 0
        && index % length == 0;
  }

  /// How many uncles prove a run: those of layers below the run's own root are left out, as the run
  /// gives them.
  static int uncles(int length, int proofLayers) {
    return Math.max(0, proofLayers + 1 - Integer.numberOfTrailingZeros(length));
  }
}
