package dev.freshet.storage.journal;

import dev.freshet.protocol.Bitfield;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One record of the journal: 64 bytes, so that none straddles a sector and a broken one never
/// hides the next. Its CRC covers the journal's epoch and its place in the file too, so that bytes
/// of an older journal, or in a wrong place, are no record.
sealed interface Slot {
  /// Bytes a record.
  int SIZE = 64;

  /// Pieces that one [Pieces] tells of.
  int WINDOW = 48 * 8;

  /// Some pieces of one window are in this state now; the others stay.
  ///
  /// @param window the first piece divided by [#WINDOW]
  /// @param bits bit i of byte j is piece 8 * j + i of the window
  record Pieces(PieceState state, int window, byte[] bits) implements Slot {
    /// This piece alone.
    static Pieces of(PieceState state, int piece) {
      byte[] bits = new byte[WINDOW / 8];
      bits[piece % WINDOW >>> 3] = (byte) (1 << (piece & 7));
      return new Pieces(state, piece / WINDOW, bits);
    }

    /// The pieces of the window that are set in `pieces`; null if none is.
    static @Nullable Pieces of(PieceState state, int window, Bitfield pieces) {
      byte[] bits = new byte[WINDOW / 8];
      int from = window * WINDOW;
      int end = Math.min(from + WINDOW, pieces.size());
      boolean any = false;
      for (int piece = pieces.nextSet(from); piece >= 0 && piece < end; ) {
        bits[(piece - from) >>> 3] |= (byte) (1 << (piece & 7));
        any = true;
        piece = pieces.nextSet(piece + 1);
      }
      return any ? new Pieces(state, window, bits) : null;
    }
  }

  /// How a file looks.
  record File(int file, FileMark mark) implements Slot {}

  /// Every file was closed in order and looks as told. Holds only as the last record.
  record Clean() implements Slot {}

  /// Writes a record.
  ///
  /// @param downgrades how many times a piece was taken back before and with it
  static void write(Slot slot, int downgrades, long epoch, long index, ByteBuffer out) {
    int begin = out.position();
    out.putInt(0);
    switch (slot) {
      case Pieces(PieceState state, int window, byte[] bits) ->
          out.put((byte) 1)
              .put((byte) state.ordinal())
              .putShort((short) 0)
              .putInt(downgrades)
              .putInt(window)
              .put(bits);
      case File(int file, FileMark mark) ->
          out.putInt(2 << 24)
              .putInt(downgrades)
              .putInt(file)
              .putLong(mark.size())
              .putLong(mark.modifiedNanos())
              .putLong(mark.key());
      case Clean() -> out.putInt(3 << 24).putInt(downgrades);
    }
    while (out.position() < begin + SIZE) {
      out.put((byte) 0);
    }
    out.putInt(begin, crc(epoch, index, out, begin));
  }

  /// Whether the record that begins at `begin` is whole.
  static boolean isWhole(ByteBuffer in, int begin, long epoch, long index) {
    return in.getInt(begin) == crc(epoch, index, in, begin);
  }

  /// How many times a piece was taken back before and with the record that begins at `begin`.
  static int downgrades(ByteBuffer in, int begin) {
    return in.getInt(begin + 8);
  }

  /// Reads the whole record that begins at `begin`; null if it is of a kind we do not know.
  static @Nullable Slot read(ByteBuffer in, int begin) {
    return switch (in.get(begin + 4)) {
      case 1 -> readPieces(in, begin);
      case 2 -> {
        FileMark mark =
            new FileMark(in.getLong(begin + 16), in.getLong(begin + 24), in.getLong(begin + 32));
        yield new File(in.getInt(begin + 12), mark);
      }
      case 3 -> new Clean();
      default -> null;
    };
  }

  private static @Nullable Pieces readPieces(ByteBuffer in, int begin) {
    int state = in.get(begin + 5);
    if (state < 0 || state >= PieceState.values().length) {
      return null;
    }
    byte[] bits = new byte[WINDOW / 8];
    in.get(begin + 16, bits);
    return new Pieces(PieceState.values()[state], in.getInt(begin + 12), bits);
  }

  private static int crc(long epoch, long index, ByteBuffer slot, int begin) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(16).putLong(epoch).putLong(index).flip());
    crc.update(slot.duplicate().position(begin + 4).limit(begin + SIZE));
    return (int) crc.getValue();
  }
}
