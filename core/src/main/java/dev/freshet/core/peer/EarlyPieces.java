package dev.freshet.core.peer;

import dev.freshet.core.table.IntTable;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.wire.ProtocolViolation;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a peer says that it has while nobody knows yet how many pieces there are (magnet links).
/// All of it counts: a peer of a large torrent may tell its pieces one by one.
///
/// *Theory of operation.* Remembered are the pieces that are otherwise than its first word said of
/// all, in pages of [#PAGE_PIECES], each made when something in it is first named. So a peer takes
/// memory for what it has said, 144 bytes at most for a message of nine, and never for how large a
/// number it named; and never more than [Geometry#MAX_PIECES] bits and what keeps the pages
/// together, about 320 KiB, which is little more than the largest bitfield takes.
final class EarlyPieces {
  /// How many pieces a page is for.
  private static final int PAGE_PIECES = 1024;

  private static final int PAGE_WORDS = PAGE_PIECES / Long.SIZE;

  private final IntTable<long[]> pages = new IntTable<>();
  private boolean all;
  private int bytes = -1;
  private int highest = -1;

  /// Its first word: it has everything.
  void all() {
    all = true;
  }

  /// A bitfield, which adds to what was said before.
  @Nullable ProtocolViolation bits(byte[] wire) {
    if (bytes >= 0 && bytes != wire.length) {
      return new ProtocolViolation(
          "a bitfield of %d bytes after one of %d".formatted(wire.length, bytes));
    }
    bytes = wire.length;
    ByteBuffer words = ByteBuffer.wrap(Arrays.copyOf(wire, (bytes + 7) / 8 * 8));
    for (int word = 0; words.hasRemaining(); word++) {
      say(word, Long.reverse(words.getLong()), true);
    }
    return null;
  }

  /// It has this piece, or does not.
  void have(int piece, boolean on) {
    if (piece < 0) {
      highest = Integer.MAX_VALUE;
    } else {
      say(piece / Long.SIZE, 1L << piece, on);
    }
  }

  /// It has some of 64 pieces side by side, or does not. Those that no torrent has are not kept,
  /// only that they were named.
  private void say(int word, long some, boolean on) {
    if (some == 0) {
      return;
    }
    highest = Math.max(highest, word * Long.SIZE + Long.SIZE - 1 - Long.numberOfLeadingZeros(some));
    if (word >= Geometry.MAX_PIECES / Long.SIZE) {
      return;
    }
    long[] page = pages.get(word / PAGE_WORDS);
    boolean otherwise = on != all;
    if (page == null && otherwise) {
      page = new long[PAGE_WORDS];
      pages.put(word / PAGE_WORDS, page);
    }
    if (page != null) {
      int at = word % PAGE_WORDS;
      page[at] = otherwise ? page[at] | some : page[at] & ~some;
    }
  }

  /// How many pages are kept.
  int pages() {
    return pages.size();
  }

  /// The torrent has `count` pieces: what is wrong with what was said; null if it fits.
  @Nullable ProtocolViolation problem(int count) {
    if (bytes >= 0 && bytes != (count + 7) / 8) {
      return new ProtocolViolation("a bitfield of " + bytes + " bytes for " + count);
    }
    return highest >= count ? new ProtocolViolation("has piece " + highest + " of " + count) : null;
  }

  /// What it has of `count` pieces, where that is no [#problem].
  Bitfield of(int count) {
    Bitfield field = all ? Bitfield.full(count) : new Bitfield(count);
    for (int from = 0; from < count; from += PAGE_PIECES) {
      long[] page = pages.get(from / PAGE_PIECES);
      for (int word = 0; page != null && word < PAGE_WORDS; word++) {
        for (long left = page[word]; left != 0; left &= left - 1) {
          int piece = from + word * Long.SIZE + Long.numberOfTrailingZeros(left);
          if (all) {
            field.clear(piece);
          } else {
            field.set(piece);
          }
        }
      }
    }
    return field;
  }
}
