package dev.freshet.protocol.wire;

import java.nio.ByteBuffer;

/// What [Message.Extended] carries once its id is resolved by the ids that we gave out
/// ([Extension]).
public sealed interface ExtensionMessage extends Decoded {
  /// The handshake (BEP 10).
  record Hello(ExtensionHandshake handshake) implements ExtensionMessage {}

  /// The peer asks for 16 KiB of the info dictionary (BEP 9).
  record MetadataRequest(int piece) implements ExtensionMessage {}

  /// 16 KiB of the info dictionary, the last piece less; `bytes` is a view (BEP 9).
  record MetadataPiece(int piece, int totalSize, ByteBuffer bytes) implements ExtensionMessage {}

  /// The peer will not serve that piece (BEP 9).
  record MetadataReject(int piece) implements ExtensionMessage {}

  /// The peer wants nothing any more, or does again (BEP 21).
  record UploadOnly(boolean on) implements ExtensionMessage {}

  /// The peer no longer has this piece (BEP 54).
  record DontHave(int piece) implements ExtensionMessage {}

  /// An extension message of an id or kind that we did not offer; ignored.
  record Other(int id) implements ExtensionMessage {}
}
