package dev.freshet.protocol.wire;

import dev.freshet.protocol.Hash;
import java.nio.ByteBuffer;

/// [Message] to bytes: the length prefix, the id, the body.
final class MessageEncoder {
  private MessageEncoder() {}

  /// Bytes of the body, the id included and the length prefix not.
  static int bodyLength(Message message) {
    return switch (message) {
      case Message.KeepAlive() -> 0;
      case Message.Choke _,
          Message.Unchoke _,
          Message.Interested _,
          Message.NotInterested _,
          Message.HaveAll _,
          Message.HaveNone _ ->
          1;
      case Message.Have _, Message.SuggestPiece _, Message.AllowedFast _ -> 5;
      case Message.Request _, Message.Cancel _, Message.RejectRequest _ -> 13;
      case Message.Port _ -> 3;
      case Message.HavePieces(byte[] bits) -> 1 + bits.length;
      case Message.Piece(_, _, ByteBuffer bytes) -> 9 + bytes.remaining();
      case Message.Extended(_, ByteBuffer payload) -> 2 + payload.remaining();
      case Message.HashRequest _, Message.HashReject _ -> MessageId.HASH_HEADER;
      case Message.Hashes hashes ->
          MessageId.HASH_HEADER + Hash.SHA256_LENGTH * hashes.hashes().size();
      case Message.Unknown(int id, _) -> throw unknown(id);
    };
  }

  static void encode(Message message, ByteBuffer out) {
    out.putInt(bodyLength(message));
    switch (message) {
      case Message.KeepAlive() -> {}
      case Message.Choke() -> id(MessageId.CHOKE, out);
      case Message.Unchoke() -> id(MessageId.UNCHOKE, out);
      case Message.Interested() -> id(MessageId.INTERESTED, out);
      case Message.NotInterested() -> id(MessageId.NOT_INTERESTED, out);
      case Message.HaveAll() -> id(MessageId.HAVE_ALL, out);
      case Message.HaveNone() -> id(MessageId.HAVE_NONE, out);
      case Message.Have(int piece) -> id(MessageId.HAVE, out).putInt(piece);
      case Message.SuggestPiece(int piece) -> id(MessageId.SUGGEST_PIECE, out).putInt(piece);
      case Message.AllowedFast(int piece) -> id(MessageId.ALLOWED_FAST, out).putInt(piece);
      case Message.Request(int piece, int begin, int length) ->
          id(MessageId.REQUEST, out).putInt(piece).putInt(begin).putInt(length);
      case Message.Cancel(int piece, int begin, int length) ->
          id(MessageId.CANCEL, out).putInt(piece).putInt(begin).putInt(length);
      case Message.RejectRequest(int piece, int begin, int length) ->
          id(MessageId.REJECT_REQUEST, out).putInt(piece).putInt(begin).putInt(length);
      case Message.Port(int port) -> id(MessageId.PORT, out).putShort((short) port);
      case Message.HavePieces(byte[] bits) -> id(MessageId.BITFIELD, out).put(bits);
      case Message.Piece(int piece, int begin, ByteBuffer bytes) ->
          id(MessageId.PIECE, out).putInt(piece).putInt(begin).put(bytes.duplicate());
      case Message.Extended(int extension, ByteBuffer payload) ->
          id(MessageId.EXTENDED, out).put((byte) extension).put(payload.duplicate());
      case Message.HashRequest(Hash root, int base, int index, int length, int proofs) ->
          hashHeader(MessageId.HASH_REQUEST, root, base, index, length, proofs, out);
      case Message.HashReject(Hash root, int base, int index, int length, int proofs) ->
          hashHeader(MessageId.HASH_REJECT, root, base, index, length, proofs, out);
      case Message.Hashes(Hash root, int base, int index, int length, int proofs, var hashes) -> {
        hashHeader(MessageId.HASHES, root, base, index, length, proofs, out);
        hashes.forEach(hash -> hash.write(out));
      }
      case Message.Unknown(int id, _) -> throw unknown(id);
    }
  }

  /// The 13 bytes that stand before a block of `length` bytes.
  static void pieceHeader(int piece, int begin, int length, ByteBuffer out) {
    out.putInt(9 + length);
    id(MessageId.PIECE, out).putInt(piece).putInt(begin);
  }

  private static void hashHeader(
      int id, Hash root, int base, int index, int length, int proofs, ByteBuffer out) {
    root.write(id(id, out));
    out.putInt(base).putInt(index).putInt(length).putInt(proofs);
  }

  private static ByteBuffer id(int id, ByteBuffer out) {
    return out.put((byte) id);
  }

  private static IllegalArgumentException unknown(int id) {
    return new IllegalArgumentException("message " + id + " has no form of ours");
  }
}
