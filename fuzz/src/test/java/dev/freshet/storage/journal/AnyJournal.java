package dev.freshet.storage.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Journals whose checksums are right, whatever they say.
public final class AnyJournal {
  private AnyJournal() {}

  /// A whole header, and then `input` as it is.
  public static byte[] torn(JournalKey key, byte[] input) {
    ByteBuffer out = ByteBuffer.allocate(Slot.SIZE + input.length);
    key.writeHeader(1, out);
    return out.put(input).array();
  }

  /// A whole header and a whole record for every 16 bytes of `input`.
  public static byte[] whole(JournalKey key, byte[] input) {
    int count = input.length / 16;
    ByteBuffer in = ByteBuffer.wrap(input);
    ByteBuffer out = ByteBuffer.allocate((count + 1) * Slot.SIZE);
    key.writeHeader(1, out);
    for (int i = 1; i <= count; i++) {
      int kind = in.get();
      int downgrades = in.get();
      int number = in.getShort();
      byte[] rest = new byte[12];
      in.get(rest);
      Slot.write(slot(kind, number, rest), downgrades, 1, i, out);
    }
    return out.array();
  }

  private static Slot slot(int kind, int number, byte[] rest) {
    ByteBuffer in = ByteBuffer.wrap(rest);
    return switch (kind & 3) {
      case 0 -> new Slot.Clean();
      case 1 -> new Slot.File(number, new FileMark(in.getInt(), in.getInt(), in.getInt()));
      default ->
          new Slot.Pieces(
              PieceState.values()[(kind >>> 2 & 63) % PieceState.values().length],
              number,
              Arrays.copyOf(rest, Slot.WINDOW / 8));
    };
  }
}
