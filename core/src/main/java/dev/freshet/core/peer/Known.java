package dev.freshet.core.peer;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// What a peer has told us that it has. Until we know how many pieces there are (magnet links),
/// what it says is kept as it came, in bounded space, and made good by [#sized].
final class Known {
  private static final int MAX_EARLY = 4096;

  private @Nullable Bitfield pieces;
  private @Nullable Bitfield late;

  /// All that `late` adds before this piece is told.
  private int lateFrom;

  private boolean told;
  private byte @Nullable [] earlyBits;
  private boolean earlyAll;

  /// Pieces that came and, as their complement, pieces that went, in that order.
  private final ArrayList<Integer> earlyHaves = new ArrayList<>(0);

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
    Bitfield field = earlyAll ? Bitfield.full(count) : new Bitfield(count);
    if (earlyBits != null) {
      Bitfield parsed = Bitfield.parse(count, earlyBits);
      if (parsed == null) {
        return new ProtocolViolation("a bitfield of " + earlyBits.length + " bytes for " + count);
      }
      field = parsed;
    }
    for (int early : earlyHaves) {
      int piece = early < 0 ? ~early : early;
      if (piece >= count) {
        return new ProtocolViolation("has piece " + piece + " of " + count);
      }
      if (early >= 0) {
        field.set(piece);
      } else {
        field.clear(piece);
      }
    }
    pieces = field;
    earlyBits = null;
    earlyHaves.clear();
    earlyHaves.trimToSize();
    return null;
  }

  /// A bitfield: its first word, or a later one, which aria2 sends where it is shorter than a have
  /// for each piece. What a later one adds is taken by [#late].
  @Nullable ProtocolViolation bits(Message.HavePieces message) {
    Bitfield field = pieces;
    if (field == null) {
      told = true;
      earlyBits = message.bits();
      return null;
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
    } else {
      earlyAll = all;
    }
    return null;
  }

  /// One piece more, or one less (BEP 54).
  @Nullable ProtocolViolation have(int piece, boolean on) {
    Bitfield field = pieces;
    told = true;
    if (field == null) {
      if (piece >= 0 && earlyHaves.size() < MAX_EARLY) {
        earlyHaves.add(on ? piece : ~piece);
      }
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
}
