package dev.freshet.protocol.wire;

import dev.freshet.protocol.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The body of one message to [Message] or a violation. The body is whole and its length fits its
/// id ([MessageId#fits]); reads are absolute, so that the buffer's position stays where it is.
final class MessageDecoder {
  private static final Message CHOKE = new Message.Choke();
  private static final Message UNCHOKE = new Message.Unchoke();
  private static final Message INTERESTED = new Message.Interested();
  private static final Message NOT_INTERESTED = new Message.NotInterested();
  private static final Message HAVE_ALL = new Message.HaveAll();
  private static final Message HAVE_NONE = new Message.HaveNone();

  private MessageDecoder() {}

  /// @param at where the id stands
  /// @param length bytes of the body, the id included
  static Decoded body(ByteBuffer in, int at, int length) {
    int id = in.get(at) & 0xff;
    return switch (id) {
      case MessageId.CHOKE -> CHOKE;
      case MessageId.UNCHOKE -> UNCHOKE;
      case MessageId.INTERESTED -> INTERESTED;
      case MessageId.NOT_INTERESTED -> NOT_INTERESTED;
      case MessageId.HAVE_ALL -> HAVE_ALL;
      case MessageId.HAVE_NONE -> HAVE_NONE;
      case MessageId.HAVE, MessageId.SUGGEST_PIECE, MessageId.ALLOWED_FAST ->
          onePiece(id, in.getInt(at + 1));
      case MessageId.REQUEST, MessageId.CANCEL, MessageId.REJECT_REQUEST ->
          oneBlock(id, in.getInt(at + 1), in.getInt(at + 5), in.getInt(at + 9));
      case MessageId.PIECE -> piece(in, at, length);
      case MessageId.BITFIELD -> new Message.HavePieces(copy(in, at + 1, length - 1));
      case MessageId.PORT -> new Message.Port(in.getShort(at + 1) & 0xffff);
      case MessageId.EXTENDED ->
          new Message.Extended(in.get(at + 1) & 0xff, in.slice(at + 2, length - 2));
      case MessageId.HASH_REQUEST, MessageId.HASHES, MessageId.HASH_REJECT ->
          hashes(id, in, at, length);
      default -> new Message.Unknown(id, length);
    };
  }

  private static Decoded onePiece(int id, int piece) {
    if (piece < 0) {
      return negative(id);
    }
    return switch (id) {
      case MessageId.HAVE -> new Message.Have(piece);
      case MessageId.SUGGEST_PIECE -> new Message.SuggestPiece(piece);
      default -> new Message.AllowedFast(piece);
    };
  }

  private static Decoded oneBlock(int id, int piece, int begin, int length) {
    if ((piece | begin | length) < 0) {
      return negative(id);
    }
    return switch (id) {
      case MessageId.REQUEST -> new Message.Request(piece, begin, length);
      case MessageId.CANCEL -> new Message.Cancel(piece, begin, length);
      default -> new Message.RejectRequest(piece, begin, length);
    };
  }

  private static Decoded piece(ByteBuffer in, int at, int length) {
    int piece = in.getInt(at + 1);
    int begin = in.getInt(at + 5);
    if ((piece | begin) < 0) {
      return negative(MessageId.PIECE);
    }
    return new Message.Piece(piece, begin, in.slice(at + 9, length - 9));
  }

  private static Decoded hashes(int id, ByteBuffer in, int at, int length) {
    Hash root = Hash.of(copy(in, at + 1, Hash.SHA256_LENGTH));
    int base = in.getInt(at + 33);
    int index = in.getInt(at + 37);
    int width = in.getInt(at + 41);
    int proofs = in.getInt(at + 45);
    if (!HashSpan.isSane(base, index, width, proofs)) {
      return new ProtocolViolation(
          "%s with base layer %d, index %d, length %d, proof layers %d"
              .formatted(MessageId.name(id), base, index, width, proofs));
    }
    if (id == MessageId.HASH_REQUEST) {
      return new Message.HashRequest(root, base, index, width, proofs);
    }
    if (id == MessageId.HASH_REJECT) {
      return new Message.HashReject(root, base, index, width, proofs);
    }
    int count = (length - MessageId.HASH_HEADER) / Hash.SHA256_LENGTH;
    if (count < width || count > width + HashSpan.uncles(width, proofs)) {
      return new ProtocolViolation(
          "%d hashes for length %d and %d proof layers".formatted(count, width, proofs));
    }
    List<Hash> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = at + MessageId.HASH_HEADER + i * Hash.SHA256_LENGTH;
      hashes.add(Hash.of(copy(in, from, Hash.SHA256_LENGTH)));
    }
    return new Message.Hashes(root, base, index, width, proofs, hashes);
  }

  private static byte[] copy(ByteBuffer in, int from, int length) {
    byte[] bytes = new byte[length];
    in.get(from, bytes);
    return bytes;
  }

  private static ProtocolViolation negative(int id) {
    return new ProtocolViolation(MessageId.name(id) + " with a negative number");
  }
}
