package dev.freshet.core.peer;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.HashRange;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.ExtensionHandshake;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Where the peer stands, by what it has said: what it has, wants and allows. Refuses what it may
/// not say.
final class Remote {
  private static final int MAX_ALLOWED_FAST = 64;
  private static final int MIN_MESSAGE_LIMIT = 64 * 1024;

  /// What a message takes beside its bitfield or its hashes, at most.
  private static final int MESSAGE_HEAD = 64;

  private static final int MAX_EARLY_MESSAGE = Geometry.MAX_PIECES / 8 + MESSAGE_HEAD;

  private final Introduction introduction = new Introduction();
  private final Known known = new Known();
  private final ArrayDeque<Message.Request> wanted = new ArrayDeque<>(0);
  private final BitSet allowedFast = new BitSet();
  private @Nullable Geometry geometry;
  private int requestQueue = 250;
  private boolean chokingUs = true;
  private boolean interestedInUs;

  Remote() {}

  /// The torrent is known from now on. What the peer said that it has is checked.
  @Nullable ProtocolViolation sized(Geometry size) {
    geometry = size;
    return known.sized(size.pieceCount());
  }

  /// The peer does not have this piece, whatever it has said. True if it had said so.
  boolean disown(int piece) {
    return known.has(piece) && known.have(piece, false) == null;
  }

  /// A message came. Itself if it is news, null if all of it is known already, else what is wrong
  /// with it. A bitfield after the first word comes as what it adds, from [#late].
  @Nullable Decoded news(Message message) {
    boolean old =
        switch (message) {
          case Message.Have(int piece) -> known.has(piece);
          case Message.HavePieces _ -> known.told();
          default -> false;
        };
    ProtocolViolation wrong = heard(message);
    if (wrong != null) {
      return wrong;
    }
    return old ? null : message;
  }

  /// A message of the extension protocol came. Itself if it is news, null if all of it is known
  /// already, else what is wrong with it.
  @Nullable Decoded news(ExtensionMessage message) {
    boolean old = message instanceof ExtensionMessage.DontHave(int piece) && !known.has(piece);
    ProtocolViolation wrong = heard(message);
    if (wrong != null) {
      return wrong;
    }
    return old ? null : message;
  }

  /// The next piece that a late bitfield adds, as if told by itself; null if there is none.
  Message.@Nullable Have late() {
    int piece = known.late();
    if (piece < 0) {
      return null;
    }
    known.have(piece, true);
    return new Message.Have(piece);
  }

  private @Nullable ProtocolViolation heard(Message message) {
    switch (message) {
      case Message.Choke() -> chokingUs = true;
      case Message.Unchoke() -> chokingUs = false;
      case Message.Interested() -> interestedInUs = true;
      case Message.NotInterested() -> interestedInUs = false;
      case Message.Have(int piece) -> {
        return known.have(piece, true);
      }
      case Message.HavePieces bits -> {
        return known.bits(bits);
      }
      case Message.HaveAll() -> {
        return introduction.fast() ? known.all(true) : notFast();
      }
      case Message.HaveNone() -> {
        return introduction.fast() ? known.all(false) : notFast();
      }
      case Message.Request request -> {
        return wanted(request);
      }
      case Message.Piece(int piece, int begin, ByteBuffer bytes) -> {
        return checked(piece, begin, bytes.remaining());
      }
      case Message.AllowedFast(int piece) -> {
        if (geometry != null
            && piece >= 0
            && piece < geometry.pieceCount()
            && allowedFast.cardinality() < MAX_ALLOWED_FAST) {
          allowedFast.set(piece);
        }
      }
      case Message.KeepAlive(),
          Message.Cancel _,
          Message.RejectRequest _,
          Message.SuggestPiece _,
          Message.Port _,
          Message.Extended _,
          Message.HashRequest _,
          Message.Hashes _,
          Message.HashReject _,
          Message.Unknown _ -> {}
    }
    return null;
  }

  private @Nullable ProtocolViolation heard(ExtensionMessage message) {
    switch (message) {
      case ExtensionMessage.Hello(ExtensionHandshake hello) -> {
        introduction.heard(hello);
        requestQueue = hello.requestQueue() == 0 ? requestQueue : hello.requestQueue();
      }
      case ExtensionMessage.UploadOnly(boolean on) -> introduction.uploadOnly(on);
      case ExtensionMessage.DontHave(int piece) -> {
        return known.have(piece, false);
      }
      case ExtensionMessage.MetadataRequest _,
          ExtensionMessage.MetadataPiece _,
          ExtensionMessage.MetadataReject _,
          ExtensionMessage.Peers _,
          ExtensionMessage.Holepunch _,
          ExtensionMessage.Other _ -> {}
    }
    return null;
  }

  private @Nullable ProtocolViolation wanted(Message.Request request) {
    ProtocolViolation wrong = checked(request.piece(), request.begin(), request.length());
    if (wrong != null) {
      return wrong;
    }
    return request.length() > 8 * Geometry.BLOCK
        ? new ProtocolViolation("a request for " + request.length() + " bytes")
        : null;
  }

  private @Nullable ProtocolViolation checked(int piece, int begin, int length) {
    return geometry == null || geometry.isInside(piece, begin, length)
        ? null
        : new ProtocolViolation(
            "piece %d, offset %d, %d bytes lies outside".formatted(piece, begin, length));
  }

  private static ProtocolViolation notFast() {
    return new ProtocolViolation("a message of the fast extension that was not agreed on");
  }

  Introduction introduction() {
    return introduction;
  }

  /// The longest message that the peer may send: a block, its bitfield, or the hashes of a piece's
  /// blocks, which we ask for where a piece is bad (BEP 52).
  int messageLimit() {
    Geometry size = geometry;
    if (size == null) {
      return MAX_EARLY_MESSAGE;
    }
    int bitfield = (size.pieceCount() + 7) / 8;
    int leaves = Math.min(size.pieceLength() / Geometry.BLOCK, HashRange.MAX_LENGTH);
    return Math.max(
        MIN_MESSAGE_LIMIT, MESSAGE_HEAD + Math.max(bitfield, leaves * Hash.SHA256_LENGTH));
  }

  @Nullable Bitfield has() {
    return known.pieces();
  }

  ArrayDeque<Message.Request> wanted() {
    return wanted;
  }

  BitSet allowedFast() {
    return allowedFast;
  }

  /// How many requests the peer takes at once.
  int requestQueue() {
    return requestQueue;
  }

  boolean chokingUs() {
    return chokingUs;
  }

  boolean interestedInUs() {
    return interestedInUs;
  }
}
