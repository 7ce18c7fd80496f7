package dev.freshet.protocol.wire;

import java.nio.ByteBuffer;

/// Bytes to [Message] and back (BEP 3, 6, 10, 52). Stateless; buffers are big-endian, heap or
/// direct.
///
/// The length prefix is a claim: it is checked against the limit and against the message's id
/// before anything waits for the body, and nothing is allocated until the body has arrived.
public final class WireCodec {
  private static final int PREFIX = 4;
  private static final Message KEEP_ALIVE = new Message.KeepAlive();

  private WireCodec() {}

  /// Decodes the message at the buffer's position and moves past it: [Message],
  /// [Decoded.Incomplete] or [ProtocolViolation], and the position stays for the last two. Payloads
  /// in the result are views into `in`.
  ///
  /// @param maxLength the longest message body accepted, in bytes
  public static Decoded decode(ByteBuffer in, int maxLength) {
    int have = in.remaining() - PREFIX;
    if (have < 0) {
      return new Decoded.Incomplete(-have);
    }
    int start = in.position();
    int length = in.getInt(start);
    if (length < 0 || length > maxLength) {
      return new ProtocolViolation("message of " + Integer.toUnsignedString(length) + " bytes");
    }
    if (length == 0) {
      in.position(start + PREFIX);
      return KEEP_ALIVE;
    }
    if (have > 0) {
      int id = in.get(start + PREFIX) & 0xff;
      if (!MessageId.fits(id, length)) {
        return new ProtocolViolation(MessageId.name(id) + " of " + length + " bytes");
      }
    }
    if (have < length) {
      return new Decoded.Incomplete(length - have);
    }
    Decoded decoded = MessageDecoder.body(in, start + PREFIX, length);
    if (decoded instanceof Message) {
      in.position(start + PREFIX + length);
    }
    return decoded;
  }

  /// How many bytes [#encode] will write.
  public static int length(Message message) {
    return PREFIX + MessageEncoder.bodyLength(message);
  }

  /// Appends the whole message at the buffer's position, which must have room for [#length].
  ///
  /// @throws IllegalArgumentException for [Message.Unknown], whose bytes nobody knows
  public static void encode(Message message, ByteBuffer out) {
    MessageEncoder.encode(message, out);
  }

  /// A buffer with just this message, ready to be read.
  public static ByteBuffer bytes(Message message) {
    ByteBuffer out = ByteBuffer.allocate(length(message));
    encode(message, out);
    return out.flip();
  }

  /// The 13 bytes that stand before a block of `length` bytes.
  public static void encodePieceHeader(int piece, int begin, int length, ByteBuffer out) {
    MessageEncoder.pieceHeader(piece, begin, length, out);
  }

  /// Decodes the handshake at the buffer's position and moves past it: [Handshake],
  /// [Decoded.Incomplete] while it is not whole and may still become one, or a violation as soon as
  /// its first bytes say that this is not BitTorrent.
  public static Decoded decodeHandshake(ByteBuffer in) {
    return HandshakeCodec.decode(in);
  }

  /// The 68 bytes.
  public static ByteBuffer bytes(Handshake handshake) {
    return HandshakeCodec.bytes(handshake);
  }

  /// Resolves an extended message by the ids that we gave out: [ExtensionMessage] or a violation.
  /// The payload's position stays; a piece of metadata is a view into it.
  public static Decoded decodeExtended(Message.Extended message) {
    return ExtensionCodec.decode(message);
  }

  /// Encodes an extension message with the id that the peer gave it; 0 for the handshake.
  ///
  /// @throws IllegalArgumentException for [ExtensionMessage.Other]
  public static Message.Extended encodeExtended(ExtensionMessage message, int id) {
    return ExtensionCodec.encode(message, id);
  }
}
