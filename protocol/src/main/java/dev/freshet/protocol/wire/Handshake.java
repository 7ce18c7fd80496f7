package dev.freshet.protocol.wire;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.PeerId;

/// The first 68 bytes of a conversation (BEP 3).
///
/// @param reserved the eight reserved bytes as a big-endian number
/// @param infoHash 20 bytes: a v1 info-hash or a truncated v2 one
public record Handshake(long reserved, Hash infoHash, PeerId peerId) implements Decoded {
  /// Length in bytes.
  public static final int LENGTH = 68;

  /// Extension protocol (BEP 10).
  public static final long EXTENSIONS = 0x10_0000L;

  /// Fast extension (BEP 6).
  public static final long FAST = 0x04L;

  /// DHT (BEP 5).
  public static final long DHT = 0x01L;

  /// On a v1 handshake: this peer also speaks v2 of the same, hybrid torrent (BEP 52).
  public static final long V2 = 0x10L;

  /// Whether all bits of `mask` are set.
  public boolean has(long mask) {
    return (reserved & mask) == mask;
  }
}
