package dev.freshet.sim.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// The bytes of one file, as they are and as they would be after a power cut: sector by sector, for
/// a disk writes whole sectors, in whatever order it likes.
final class Inode {
  static final int SECTOR = 512;

  private final long key;
  private byte[] bytes = new byte[0];
  private byte[] safe = new byte[0];
  private int size;
  private int safeSize;
  private long modified;
  private long safeModified;

  /// Sectors that take space.
  private final BitSet mapped = new BitSet();

  /// Sectors that the next force makes durable.
  private final BitSet dirty = new BitSet();

  /// Sectors that a failed force has given up: they are as written until the power goes, and no
  /// later force cares.
  private final BitSet abandoned = new BitSet();

  private boolean lied;

  Inode(long key, long now) {
    this.key = key;
    this.modified = now;
    this.safeModified = now;
  }

  long key() {
    return key;
  }

  int size() {
    return size;
  }

  long modified() {
    return modified;
  }

  /// Bytes of space that it takes.
  long space() {
    return (long) mapped.cardinality() * SECTOR;
  }

  int read(ByteBuffer into, long position) {
    int length = (int) Math.min(into.remaining(), Math.max(0, size - position));
    if (length > 0) {
      into.put(bytes, (int) position, length);
    }
    return length;
  }

  /// How many bytes more of space this write would take.
  long wants(long position, int length) {
    int end = sectors(position + length);
    int wanted = 0;
    for (int sector = (int) (position / SECTOR); sector < end; sector++) {
      wanted += mapped.get(sector) ? 0 : SECTOR;
    }
    return wanted;
  }

  void write(ByteBuffer from, long position, long now, RandomGenerator random) {
    int length = from.remaining();
    int at = (int) position;
    if (length == 0) {
      return;
    }
    room(at + length);
    for (int sector = at / SECTOR; sector < sectors(at + length); sector++) {
      if (dirty.get(sector) && random.nextInt(4) == 0) {
        settle(sector); // what was written before had already reached the disk
      }
      mapped.set(sector);
      dirty.set(sector);
      abandoned.clear(sector);
    }
    from.get(bytes, at, length);
    size = Math.max(size, at + length);
    modified = now;
  }

  void resize(int newSize, long now) {
    room(newSize);
    if (newSize < size) {
      Arrays.fill(bytes, newSize, size, (byte) 0);
      mapped.clear(sectors(newSize), sectors(size));
      dirty.set(newSize / SECTOR, sectors(size));
    }
    size = newSize;
    modified = now;
  }

  void reserve(int newSize, long now) {
    if (newSize > size) {
      resize(newSize, now);
    }
    mapped.set(0, sectors(newSize));
  }

  /// Makes all that was written durable.
  void force(RandomGenerator random) {
    dirty.stream().forEach(this::settle);
    dirty.clear();
    safeSize = size;
    if (random.nextBoolean()) {
      safeModified = modified;
    }
    lied = lied && !abandoned.isEmpty();
  }

  /// Whether a force would change anything.
  boolean unsafe() {
    return !dirty.isEmpty() || safeSize != size;
  }

  /// A force failed.
  void abandon() {
    abandoned.or(dirty);
    dirty.clear();
  }

  /// What a failed force gave up will be said to be durable.
  void lieOfAbandoned() {
    lied |= !abandoned.isEmpty();
  }

  /// A force was said to have been done.
  void lie() {
    lied |= unsafe();
  }

  /// A bit of what is here flips, as it is and for good.
  boolean flip(RandomGenerator random) {
    if (mapped.isEmpty()) {
      return false;
    }
    int at = random.nextInt(size);
    int bit = 1 << random.nextInt(8);
    bytes[at] ^= (byte) bit;
    settle(at / SECTOR);
    return mapped.get(at / SECTOR);
  }

  /// What a power cut did to a file.
  ///
  /// @param lost sectors that are not as they were
  /// @param kept sectors that were not durable and are there all the same
  /// @param deceived whether something is lost of what was said to be durable
  record Cut(int lost, int kept, boolean deceived) {}

  /// The power goes: each sector that is not durable is there or not.
  Cut cut(RandomGenerator random) {
    BitSet open = (BitSet) dirty.clone();
    open.or(abandoned);
    int odds = random.nextInt(5);
    int lost = 0;
    int kept = 0;
    for (int sector = open.nextSetBit(0); sector >= 0; sector = open.nextSetBit(sector + 1)) {
      if (random.nextInt(4) < odds) {
        settle(sector);
        kept++;
      } else {
        lost++;
      }
    }
    boolean shorter = safeSize != size;
    if (random.nextInt(4) < odds) {
      shorter = false;
      safeSize = size;
    }
    if (random.nextBoolean()) {
      safeModified = modified;
    }
    boolean deceived = lied && (lost > 0 || shorter);
    if (safe.length > safeSize) {
      Arrays.fill(safe, safeSize, safe.length, (byte) 0);
    }
    bytes = safe.clone();
    size = safeSize;
    room(size);
    modified = safeModified;
    mapped.clear(sectors(size), Math.max(mapped.length(), sectors(size)));
    dirty.clear();
    abandoned.clear();
    lied = false;
    return new Cut(lost, kept, deceived);
  }

  private void settle(int sector) {
    int from = sector * SECTOR;
    int end = Math.min(bytes.length, from + SECTOR);
    if (from >= end) {
      return;
    }
    if (safe.length < end) {
      safe = Arrays.copyOf(safe, bytes.length);
    }
    System.arraycopy(bytes, from, safe, from, end - from);
  }

  private void room(int length) {
    if (bytes.length < length) {
      bytes = Arrays.copyOf(bytes, Math.max(length, Math.min(2 * bytes.length, 1 << 20)));
    }
  }

  private static int sectors(long length) {
    return (int) ((length + SECTOR - 1) / SECTOR);
  }
}
