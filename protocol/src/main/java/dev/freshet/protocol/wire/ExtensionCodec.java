package dev.freshet.protocol.wire;

import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeException;
import dev.freshet.protocol.bencode.BencodeLimits;
import dev.freshet.protocol.bencode.BencodeReader;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The payload of [Message.Extended] to [ExtensionMessage] and back (BEP 9, 10, 11, 21, 54).
final class ExtensionCodec {
  /// Bytes of the info dictionary in one message, the last one less (BEP 9).
  static final int METADATA_PIECE = 16 << 10;

  /// Far more than any client sends: 64 names at most are kept.
  static final BencodeLimits HELLO_LIMITS = new BencodeLimits(8, 1024, 64 << 10);

  /// Three numbers, and the piece that stands behind them.
  static final BencodeLimits METADATA_LIMITS = new BencodeLimits(4, 32, METADATA_PIECE + (1 << 10));

  private static final int REQUEST = 0;
  private static final int DATA = 1;
  private static final int REJECT = 2;

  private ExtensionCodec() {}

  static Decoded decode(Message.Extended message) {
    ByteBuffer in = message.payload().duplicate();
    if (message.id() == 0) {
      return hello(in);
    }
    Extension extension = ours(message.id());
    return switch (extension) {
      case METADATA -> metadata(in);
      case UPLOAD_ONLY ->
          in.remaining() == 1
              ? new ExtensionMessage.UploadOnly(in.get() != 0)
              : new ProtocolViolation("upload_only of " + in.remaining() + " bytes");
      case DONT_HAVE -> dontHave(in);
      case PEERS -> PeersCodec.decode(in);
      case HOLEPUNCH -> PunchCodec.decode(in);
      case null -> new ExtensionMessage.Other(message.id());
    };
  }

  static Message.Extended encode(ExtensionMessage message, int id) {
    ByteBuffer payload =
        switch (message) {
          case ExtensionMessage.Hello(ExtensionHandshake handshake) ->
              ExtensionHandshakeCodec.encode(handshake);
          case ExtensionMessage.MetadataRequest(int piece) -> control(REQUEST, piece);
          case ExtensionMessage.MetadataReject(int piece) -> control(REJECT, piece);
          case ExtensionMessage.MetadataPiece(int piece, int totalSize, ByteBuffer bytes) ->
              data(piece, totalSize, bytes);
          case ExtensionMessage.UploadOnly(boolean on) ->
              ByteBuffer.wrap(new byte[] {(byte) (on ? 1 : 0)});
          case ExtensionMessage.DontHave(int piece) -> ByteBuffer.allocate(4).putInt(0, piece);
          case ExtensionMessage.Peers peers -> PeersCodec.encode(peers);
          case ExtensionMessage.Holepunch punch -> PunchCodec.encode(punch);
          case ExtensionMessage.Other _ ->
              throw new IllegalArgumentException("an extension message that we do not speak");
        };
    return new Message.Extended(id, payload);
  }

  private static @Nullable Extension ours(int id) {
    for (Extension extension : Extension.values()) {
      if (extension.id() == id) {
        return extension;
      }
    }
    return null;
  }

  private static Decoded hello(ByteBuffer in) {
    try {
      BencodeDict dict = BencodeReader.readDict(in, HELLO_LIMITS);
      return new ExtensionMessage.Hello(ExtensionHandshakeCodec.decode(dict));
    } catch (BencodeException e) {
      return new ProtocolViolation("extension handshake: " + e.getMessage());
    }
  }

  private static Decoded dontHave(ByteBuffer in) {
    if (in.remaining() != 4) {
      return new ProtocolViolation("lt_donthave of " + in.remaining() + " bytes");
    }
    int piece = in.getInt();
    return piece < 0
        ? new ProtocolViolation("lt_donthave with a negative number")
        : new ExtensionMessage.DontHave(piece);
  }

  private static Decoded metadata(ByteBuffer in) {
    BencodeDict dict;
    try {
      dict = BencodeReader.readDict(in, METADATA_LIMITS);
    } catch (BencodeException e) {
      return new ProtocolViolation("ut_metadata: " + e.getMessage());
    }
    long piece = dict.integer("piece", -1);
    if (piece < 0 || piece > Integer.MAX_VALUE / METADATA_PIECE) {
      return new ProtocolViolation("ut_metadata for piece " + piece);
    }
    long kind = dict.integer("msg_type", -1);
    if (kind == REQUEST) {
      return new ExtensionMessage.MetadataRequest((int) piece);
    }
    if (kind == REJECT) {
      return new ExtensionMessage.MetadataReject((int) piece);
    }
    if (kind == DATA) {
      return data((int) piece, dict.integer("total_size", -1), in.slice());
    }
    return new ExtensionMessage.Other(Extension.METADATA.id());
  }

  private static Decoded data(int piece, long totalSize, ByteBuffer bytes) {
    long due = Math.min(METADATA_PIECE, totalSize - (long) piece * METADATA_PIECE);
    if (totalSize > Integer.MAX_VALUE || due <= 0 || bytes.remaining() != due) {
      return new ProtocolViolation(
          "ut_metadata with %d bytes as piece %d of %d bytes"
              .formatted(bytes.remaining(), piece, totalSize));
    }
    return new ExtensionMessage.MetadataPiece(piece, (int) totalSize, bytes);
  }

  private static ByteBuffer control(int kind, int piece) {
    byte[] dict =
        new BencodeWriter()
            .dict()
            .key("msg_type")
            .integer(kind)
            .key("piece")
            .integer(piece)
            .end()
            .toBytes();
    return ByteBuffer.wrap(dict);
  }

  private static ByteBuffer data(int piece, int totalSize, ByteBuffer bytes) {
    byte[] dict =
        new BencodeWriter()
            .dict()
            .key("msg_type")
            .integer(DATA)
            .key("piece")
            .integer(piece)
            .key("total_size")
            .integer(totalSize)
            .end()
            .toBytes();
    return ByteBuffer.allocate(dict.length + bytes.remaining())
        .put(dict)
        .put(bytes.duplicate())
        .flip();
  }
}
