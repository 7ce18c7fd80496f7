package dev.freshet.protocol.wire;

import java.nio.ByteBuffer;

/// Bytes to [Message] and back (BEP 3, 6, 10, 52). Stateless.
public final class WireCodec {
  private WireCodec() {}

  /// Decodes the message at the buffer's position and moves past it. If it is not whole, or not
  /// legal, the position stays. Payloads in the result are views into `in`.
  ///
  /// @param maxLength the longest message body accepted, in bytes
  public static Decoded decode(ByteBuffer in, int maxLength) {
    throw new UnsupportedOperationException("helper: wire");
  }

  /// How many bytes [#encode] will write.
  public static int length(Message message) {
    throw new UnsupportedOperationException("helper: wire");
  }

  /// Appends the whole message at the buffer's position, which must have room for [#length].
  public static void encode(Message message, ByteBuffer out) {
    throw new UnsupportedOperationException("helper: wire");
  }

  /// A buffer with just this message, ready to be read.
  public static ByteBuffer bytes(Message message) {
    ByteBuffer out = ByteBuffer.allocate(length(message));
    encode(message, out);
    return out.flip();
  }

  /// The 13 bytes that stand before a block of `length` bytes.
  public static void encodePieceHeader(int piece, int begin, int length, ByteBuffer out) {
    throw new UnsupportedOperationException("helper: wire");
  }

  /// Decodes the handshake at the buffer's position and moves past it: [Handshake],
  /// [Decoded.Incomplete] while it is not whole and may still become one, or a violation as soon as
  /// its first bytes say that this is not BitTorrent.
  public static Decoded decodeHandshake(ByteBuffer in) {
    throw new UnsupportedOperationException("helper: wire");
  }

  /// The 68 bytes.
  public static ByteBuffer bytes(Handshake handshake) {
    throw new UnsupportedOperationException("helper: wire");
  }

  /// Resolves an extended message by the ids that we gave out: [ExtensionMessage] or a violation.
  public static Decoded decodeExtended(Message.Extended message) {
    throw new UnsupportedOperationException("helper: wire");
  }

  /// Encodes an extension message with the id that the peer gave it.
  public static Message.Extended encodeExtended(ExtensionMessage message, int id) {
    throw new UnsupportedOperationException("helper: wire");
  }
}
