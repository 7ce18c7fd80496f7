package dev.freshet.core.peer;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/// What a peer has told us that it has. Until we know how many pieces there are (magnet links),
/// what it says is kept in bounded space ([EarlyPieces]), and made good by [#sized].
final class Known {
  private @Nullable Bitfield pieces;
  private @Nullable Bitfield late;

  /// All that `late` adds before this piece is told.
  private int lateFrom;

  private boolean told;

  /// Made with the first word, and let go when the torrent is known.
  private @Nullable EarlyPieces early;

  /// The pieces; null while the torrent is not known.
  @Nullable Bitfield pieces() {
    return pieces;
  }

  /// Whether the peer has said that it has this piece, as far as we can tell.
  boolean has(int piece) {
    Bitfield field = pieces;
    return field != null && piece >= 0 && piece < field.size() && field.get(piece);
  }

  /// The torrent has `count` pieces. What was said before is checked now.
  @Nullable ProtocolViolation sized(int count) {
    EarlyPieces said = early;
    early = null;
    ProtocolViolation problem = said == null ? null : said.problem(count);
    if (problem == null) {
      pieces = said == null ? new Bitfield(count) : said.of(count);
    }
    return problem;
  }

  /// A bitfield: its first word, or a later one, which aria2 sends where it is shorter than a have
  /// for each piece. What a later one adds is taken by [#late].
  @Nullable ProtocolViolation bits(Message.HavePieces message) {
    Bitfield field = pieces;
    if (field == null) {
      told = true;
      return early().bits(message.bits());
    }
    Bitfield parsed = Bitfield.parse(field.size(), message.bits());
    if (parsed == null) {
      return new ProtocolViolation(
          "a bitfield of " + message.bits().length + " bytes for " + field.size());
    }
    if (told) {
      late = parsed;
      lateFrom = 0;
    } else {
      told = true;
      pieces = parsed;
    }
    return null;
  }

  /// Whether it has said what it has.
  boolean told() {
    return told;
  }

  /// The next piece that a later bitfield adds; -1 if there is none. All of them together cost one
  /// walk over the pieces.
  int late() {
    Bitfield field = late;
    while (field != null) {
      int piece = field.nextSet(lateFrom);
      if (piece < 0) {
        late = null;
        break;
      }
      lateFrom = piece + 1;
      if (!has(piece)) {
        return piece;
      }
    }
    return -1;
  }

  /// Its first word: all or nothing (BEP 6).
  @Nullable ProtocolViolation all(boolean all) {
    if (told) {
      return new ProtocolViolation("a second bitfield");
    }
    told = true;
    if (pieces != null && all) {
      pieces.setAll();
    } else if (all) {
      early().all();
    }
    return null;
  }

  /// One piece more, or one less (BEP 54).
  @Nullable ProtocolViolation have(int piece, boolean on) {
    Bitfield field = pieces;
    told = true;
    if (field == null) {
      early().have(piece, on);
      return null;
    }
    if (piece < 0 || piece >= field.size()) {
      return new ProtocolViolation("has piece " + piece + " of " + field.size());
    }
    if (on) {
      field.set(piece);
    } else {
      field.clear(piece);
    }
    return null;
  }

  private EarlyPieces early() {
    EarlyPieces said = early;
    if (said == null) {
      said = new EarlyPieces();
      early = said;
    }
    return said;
  }
}
