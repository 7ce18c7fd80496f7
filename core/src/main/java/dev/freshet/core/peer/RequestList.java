package dev.freshet.core.peer;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Blocks asked for and not yet answered, oldest first, each with the time of asking. Small, so a
/// search from the front is the fastest; nothing is allocated for a block.
public final class RequestList {
  private static final int FIRST = 8;

  /// No honest peer lets so many wait for a no.
  private static final int MOST_TAKEN_BACK = 512;

  private long[] blocks = {};
  private long[] times = {};
  private int size;
  private @Nullable ArrayDeque<Long> takenBack;

  /// Empty.
  public RequestList() {}

  /// How many there are.
  public int size() {
    return size;
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return size == 0;
  }

  /// Adds one at the end.
  public void add(int piece, int begin, long nowNanos) {
    if (size == blocks.length) {
      int room = Math.max(FIRST, 2 * size);
      blocks = Arrays.copyOf(blocks, room);
      times = Arrays.copyOf(times, room);
    }
    blocks[size] = block(piece, begin);
    times[size++] = nowNanos;
  }

  /// Where this block stands, or -1.
  public int indexOf(int piece, int begin) {
    long block = block(piece, begin);
    for (int i = 0; i < size; i++) {
      if (blocks[i] == block) {
        return i;
      }
    }
    return -1;
  }

  /// The piece of entry `index`.
  public int piece(int index) {
    return (int) (blocks[index] >>> 32);
  }

  /// Where the block of entry `index` begins in its piece.
  public int begin(int index) {
    return (int) blocks[index];
  }

  /// When entry `index` was added.
  public long time(int index) {
    return times[index];
  }

  /// Takes entry `index` out.
  public void remove(int index) {
    int behind = --size - index;
    System.arraycopy(blocks, index + 1, blocks, index, behind);
    System.arraycopy(times, index + 1, times, index, behind);
  }

  /// Takes entry `index` out because we take the request back. With the fast extension the peer
  /// `answers` it all the same (BEP 6), with the block if that was on its way, else with a no, and
  /// that no says nothing of a request for the same block that comes later.
  public void takeBack(int index, boolean answers) {
    if (answers) {
      if (takenBack == null) {
        takenBack = new ArrayDeque<>();
      }
      if (takenBack.size() == MOST_TAKEN_BACK) {
        takenBack.remove();
      }
      takenBack.add(blocks[index]);
    }
    remove(index);
  }

  /// An answer came for this block; true if it answers a request that was taken back.
  public boolean settle(int piece, int begin) {
    return takenBack != null && takenBack.removeFirstOccurrence(block(piece, begin));
  }

  /// This block came: where it stands among those asked for, or -1.
  public int answered(int piece, int begin) {
    settle(piece, begin);
    return indexOf(piece, begin);
  }

  /// Takes all out.
  public void clear() {
    size = 0;
  }

  private static long block(int piece, int begin) {
    return (long) piece << 32 | begin;
  }
}
