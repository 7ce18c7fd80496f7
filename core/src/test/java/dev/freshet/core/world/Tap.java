package dev.freshet.core.world;

import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// One conversation overheard at one end: what the rules of the protocol let that end say, by all
/// that both have said.
final class Tap {
  private static final int MOST = 1 << 20;

  /// One direction, cut into messages.
  private static final class Stream {
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private boolean greeted;

    void feed(ByteBuffer bytes, Consumer<Decoded> heard) {
      ByteBuffer all = ByteBuffer.allocate(rest.remaining() + bytes.remaining());
      all.put(rest).put(bytes.duplicate()).flip();
      while (all.hasRemaining()) {
        Decoded decoded = greeted ? WireCodec.decode(all, MOST) : WireCodec.decodeHandshake(all);
        if (decoded instanceof Decoded.Incomplete) {
          break;
        }
        greeted = true;
        heard.accept(decoded);
        if (decoded instanceof ProtocolViolation) {
          break;
        }
      }
      rest = all;
    }
  }

  private final Watch watch;
  private final Stream in = new Stream();
  private final Stream out = new Stream();
  private final BitSet theirs = new BitSet();
  private final BitSet gone = new BitSet();
  private final BitSet allowedFast = new BitSet();
  private final Map<Message.Request, Integer> theyAsked = new LinkedHashMap<>();
  private final Map<Message.Request, Integer> weAsked = new LinkedHashMap<>();
  private boolean all;
  private boolean mayAsk;
  private boolean chokedUs = true;
  private boolean choked = true;

  Tap(Watch watch) {
    this.watch = watch;
  }

  void heard(ByteBuffer bytes) {
    mayAsk = !chokedUs;
    theirs.andNot(gone);
    gone.clear();
    in.feed(bytes, this::heard);
  }

  void said(ByteBuffer bytes) {
    out.feed(bytes, this::said);
  }

  private void heard(Decoded decoded) {
    switch (decoded) {
      case Message.Unchoke() -> {
        chokedUs = false;
        mayAsk = true;
      }
      case Message.Choke() -> chokedUs = true;
      case Message.AllowedFast(int piece) -> allowedFast.set(piece);
      case Message.Have(int piece) -> theirs.set(piece);
      case Message.HavePieces(byte[] bits) -> {
        for (int piece = 0; piece < 8 * bits.length; piece++) {
          if ((bits[piece / 8] >> (7 - piece % 8) & 1) != 0) {
            theirs.set(piece);
          }
        }
      }
      case Message.HaveAll() -> all = true;
      case Message.Request request -> theyAsked.merge(request, 1, Integer::sum);
      case Message.Piece(int piece, int begin, ByteBuffer bytes) -> {
        if (take(weAsked, new Message.Request(piece, begin, bytes.remaining()))) {
          watch.came(piece, begin);
        }
      }
      case Message.Extended extended -> {
        if (WireCodec.decodeExtended(extended) instanceof ExtensionMessage.DontHave(int piece)) {
          gone.set(piece);
        }
      }
      case Decoded _ -> {}
    }
  }

  private void said(Decoded decoded) {
    switch (decoded) {
      case Message.Choke() -> choked = true;
      case Message.Unchoke() -> choked = false;
      case Message.Request request -> {
        watch.require(
            mayAsk || !chokedUs || allowedFast.get(request.piece()), "asked while choked");
        watch.require(all || theirs.get(request.piece()), "asked for what the peer lacks");
        weAsked.merge(request, 1, Integer::sum);
      }
      case Message.Have(int piece) -> watch.require(watch.has(piece), "have before verified");
      case Message.HaveAll() -> watch.require(watch.hasAll(), "have all too early");
      case Message.HavePieces(byte[] bits) -> {
        for (int piece = 0; piece < 8 * bits.length; piece++) {
          boolean set = (bits[piece / 8] >> (7 - piece % 8) & 1) != 0;
          watch.require(!set || watch.has(piece), "bitfield with what is not verified");
        }
      }
      case Message.Piece(int piece, int begin, ByteBuffer bytes) -> {
        watch.gave(piece, bytes.remaining());
        watch.require(!choked, "gave while choking");
        watch.require(
            take(theyAsked, new Message.Request(piece, begin, bytes.remaining())),
            "gave what nobody asked for");
      }
      case ProtocolViolation(String reason) -> watch.require(false, "said nonsense: " + reason);
      case Decoded _ -> {}
    }
  }

  private static boolean take(Map<Message.Request, Integer> from, Message.Request request) {
    int count = from.getOrDefault(request, 0);
    from.put(request, Math.max(0, count - 1));
    return count > 0;
  }
}
