package dev.freshet.protocol.wire;

import dev.freshet.protocol.Hash;
import java.nio.ByteBuffer;
import java.util.List;

/// What a peer can say once the handshake is done. Numbers are as they came: in range of their
/// type, but not yet checked against the torrent.
public sealed interface Message extends Decoded {
  /// Nothing, so that the connection stays open.
  record KeepAlive() implements Message {}

  /// We may not ask this peer for blocks (BEP 3).
  record Choke() implements Message {}

  /// We may ask this peer for blocks (BEP 3).
  record Unchoke() implements Message {}

  /// The peer wants something that we have (BEP 3).
  record Interested() implements Message {}

  /// The peer wants nothing that we have (BEP 3).
  record NotInterested() implements Message {}

  /// The peer has this piece now (BEP 3).
  record Have(int piece) implements Message {}

  /// What the peer has, as bytes of the wire; [Bitfield#parse] checks them (BEP 3).
  record HavePieces(byte[] bits) implements Message {}

  /// The peer asks for a block (BEP 3).
  record Request(int piece, int begin, int length) implements Message {}

  /// A block; `bytes` is a view into the buffer that was decoded (BEP 3).
  record Piece(int piece, int begin, ByteBuffer bytes) implements Message {}

  /// The peer no longer wants this block (BEP 3).
  record Cancel(int piece, int begin, int length) implements Message {}

  /// The peer's DHT node listens on this UDP port (BEP 5).
  record Port(int port) implements Message {}

  /// The peer would like us to fetch this piece (BEP 6).
  record SuggestPiece(int piece) implements Message {}

  /// The peer has everything (BEP 6).
  record HaveAll() implements Message {}

  /// The peer has nothing (BEP 6).
  record HaveNone() implements Message {}

  /// The peer will not serve this request (BEP 6).
  record RejectRequest(int piece, int begin, int length) implements Message {}

  /// We may ask for this piece even while choked (BEP 6).
  record AllowedFast(int piece) implements Message {}

  /// A message of the extension protocol (BEP 10): `id` 0 is its handshake, others were agreed in
  /// it; `payload` is a view into the buffer that was decoded. [ExtensionMessage] is the second
  /// step.
  record Extended(int id, ByteBuffer payload) implements Message {}

  /// The peer asks for hashes of a file's tree (BEP 52): `length` hashes of layer `baseLayer` (0 =
  /// leaves) from `index` on, and `proofLayers` layers of uncles above.
  record HashRequest(Hash piecesRoot, int baseLayer, int index, int length, int proofLayers)
      implements Message {}

  /// Hashes that were asked for: `length` of the base layer, then the uncles upward (BEP 52).
  record Hashes(
      Hash piecesRoot, int baseLayer, int index, int length, int proofLayers, List<Hash> hashes)
      implements Message {}

  /// The peer will not serve that hash request (BEP 52).
  record HashReject(Hash piecesRoot, int baseLayer, int index, int length, int proofLayers)
      implements Message {}

  /// A message with an id that we do not know; ignored.
  record Unknown(int id, int length) implements Message {}
}
