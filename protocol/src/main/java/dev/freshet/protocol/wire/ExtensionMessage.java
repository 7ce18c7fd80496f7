package dev.freshet.protocol.wire;

import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;
import java.util.List;

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

  /// Who has come to the peer's neighbours and who has left them since the message before (BEP 11).
  record Peers(List<ExchangedPeer> added, List<Endpoint> dropped) implements ExtensionMessage {
    public Peers {
      added = List.copyOf(added);
      dropped = List.copyOf(dropped);
    }
  }

  /// About a peer at an address that cannot be called (BEP 55).
  ///
  /// @param error why not, if it is an error, as the BEP numbers it; else 0
  record Holepunch(Punch kind, Endpoint at, int error) implements ExtensionMessage {}

  /// An extension message of an id or kind that we did not offer; ignored.
  record Other(int id) implements ExtensionMessage {}
}
