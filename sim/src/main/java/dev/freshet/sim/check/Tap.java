package dev.freshet.sim.check;

import static dev.freshet.sim.check.Breach.unless;

import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/// One conversation overheard at one end: what the rules of the protocol let that end say, by all
/// that both have said.
final class Tap {
  /// Requests that may be out to one peer: what any client is asked to bear.
  private static final int MOST_ASKED = 512;

  private final Possessions ours;
  private final Wire in = new Wire();
  private final Wire out = new Wire();
  private final BitSet theirs = new BitSet();
  private final BitSet gone = new BitSet();
  private final BitSet allowedFast = new BitSet();
  private final Map<Message.Request, Integer> theyAsked = new LinkedHashMap<>();
  private final Map<Message.Request, Integer> weAsked = new LinkedHashMap<>();
  private int asked;
  private long queued;
  private boolean all;
  private boolean mayAsk;
  private boolean chokedUs = true;
  private boolean choked = true;

  Tap(Possessions ours) {
    this.ours = ours;
  }

  /// Whether our handshake went out.
  boolean greeted() {
    return out.greeted();
  }

  /// Bytes said that have not left yet.
  long queued() {
    return queued;
  }

  /// So many bytes have left.
  void left(int bytes) {
    queued -= bytes;
  }

  void heard(ByteBuffer bytes) {
    mayAsk = !chokedUs;
    theirs.andNot(gone);
    gone.clear();
    in.feed(bytes, this::heard);
  }

  void said(ByteBuffer bytes) {
    queued += bytes.remaining();
    out.feed(bytes, this::said);
  }

  private void heard(Decoded decoded) {
    switch (decoded) {
      case Message.Unchoke() -> {
        chokedUs = false;
        mayAsk = true;
      }
      case Message.Choke() -> chokedUs = true;
      case Message.AllowedFast(int piece) -> {
        if (piece >= 0) {
          allowedFast.set(piece);
        }
      }
      case Message.Have(int piece) -> {
        if (piece >= 0) {
          gained(piece);
        }
      }
      case Message.HavePieces(byte[] bits) -> {
        for (int piece = 0; piece < 8 * bits.length; piece++) {
          if (isSet(bits, piece)) {
            gained(piece);
          }
        }
      }
      case Message.HaveAll() -> all = true;
      case Message.Request request -> theyAsked.merge(request, 1, Integer::sum);
      case Message.RejectRequest(int piece, int begin, int length) ->
          take(weAsked, new Message.Request(piece, begin, length));
      case Message.Piece(int piece, int begin, ByteBuffer bytes) -> {
        if (take(weAsked, new Message.Request(piece, begin, bytes.remaining()))) {
          ours.came(piece, begin);
        }
      }
      case Message.Extended extended -> {
        if (WireCodec.decodeExtended(extended) instanceof ExtensionMessage.DontHave(int piece)
            && piece >= 0) {
          gone.set(piece);
        }
      }
      case Decoded _ -> {}
    }
  }

  /// They have it, be it again, after they had not in what came just before.
  private void gained(int piece) {
    theirs.set(piece);
    gone.clear(piece);
  }

  private void said(Decoded decoded) {
    switch (decoded) {
      case Message.Choke() -> choked = true;
      case Message.Unchoke() -> choked = false;
      case Message.Request request -> {
        unless(mayAsk || !chokedUs || allowedFast.get(request.piece()), "asked while choked");
        unless(all || theirs.get(request.piece()), "asked for what the peer lacks");
        weAsked.merge(request, 1, Integer::sum);
        unless(++asked <= MOST_ASKED, "has more than " + MOST_ASKED + " requests out to one peer");
      }
      case Message.Have(int piece) -> ours.announced(piece);
      case Message.HaveAll() -> ours.announcedAll();
      case Message.HavePieces(byte[] bits) -> {
        for (int piece = 0; piece < 8 * bits.length; piece++) {
          if (isSet(bits, piece)) {
            ours.announced(piece);
          }
        }
      }
      case Message.Piece(int piece, int begin, ByteBuffer bytes) -> {
        unless(!choked, "gave while choking");
        unless(
            theyAsked.getOrDefault(new Message.Request(piece, begin, bytes.remaining()), 0) > 0,
            "gave what nobody asked for");
        theyAsked.merge(new Message.Request(piece, begin, bytes.remaining()), -1, Integer::sum);
        ours.gave(piece, begin, bytes);
      }
      case ProtocolViolation(String reason) -> unless(false, "said nonsense: " + reason);
      case Decoded _ -> {}
    }
  }

  private static boolean isSet(byte[] bits, int piece) {
    return (bits[piece / 8] >> (7 - piece % 8) & 1) != 0;
  }

  private boolean take(Map<Message.Request, Integer> from, Message.Request request) {
    int count = from.getOrDefault(request, 0);
    if (count > 0) {
      asked--;
      from.put(request, count - 1);
    }
    return count > 0;
  }
}
