package dev.freshet.core.registry;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/// The peers of one swarm that share an address family, kept in about 100 bytes each.
///
/// *Theory of operation.* Peers are rows of eight longs, seeds first, so that a seed is given
/// leechers by drawing from the tail. Rows are dense: removing swaps the last one in, so row
/// numbers hold until the next change only. `slots` is a hash index with linear probing from
/// endpoint to row + 1; its hash is salted, so that nobody can choose endpoints which collide.
/// `crowds` counts rows by machine, in as many salted classes as there are slots.
final class PeerTable {
  private static final int WIDTH = 8;
  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int PORT = 2;
  private static final int LEFT = 3;
  private static final int UPLOADED = 4;
  private static final int DOWNLOADED = 5;
  private static final int CLIENT = 6;
  private static final int TIMES = 7;
  private static final int SMALLEST = 1;

  /// Most peers of one machine, or of one class of them; enough for a household or an office behind
  /// one address, or for the many machines of a data centre that share a network of IPv6. Machines
  /// of the local network may have any number.
  private static final int MOST_OF_V4 = 64;

  private static final int MOST_OF_V6 = 1024;

  /// What every empty table begins with, so that it costs next to nothing: most swarms have peers
  /// of one address family, and invented ones have hardly any. Never written to.
  private static final long[] NO_ROWS = {};

  private static final int[] NO_SLOTS = {0};
  private static final int[] NO_CROWDS = {};

  private final long salt;
  private long[] rows = NO_ROWS;
  private int[] slots = NO_SLOTS;

  /// Empty as long as no machine can have too many.
  private int[] crowds = NO_CROWDS;

  private int size;
  private int seeds;

  PeerTable(long salt) {
    this.salt = salt;
  }

  int size() {
    return size;
  }

  int seeds() {
    return seeds;
  }

  /// The row of this peer, -1 if there is none.
  int find(Endpoint peer) {
    int mask = slots.length - 1;
    for (int slot = home(peer.ip().high(), peer.ip().low(), peer.port());
        slots[slot] != 0;
        slot = (slot + 1) & mask) {
      int row = slots[slot] - 1;
      if (get(row, HIGH) == peer.ip().high()
          && get(row, LOW) == peer.ip().low()
          && get(row, PORT) == peer.port()) {
        return row;
      }
    }
    return -1;
  }

  /// Whether the machine of this peer, which is not there yet, has as many rows as one may.
  boolean crowded(Endpoint peer) {
    IpAddress ip = peer.ip();
    return crowds.length > 0
        && isCounted(ip)
        && crowds[crowd(ip)] >= (ip.isV4() ? MOST_OF_V4 : MOST_OF_V6);
  }

  private static boolean isCounted(IpAddress ip) {
    return !ip.isLoopback() && !ip.isPrivate();
  }

  private int crowd(IpAddress ip) {
    IpAddress machine = ip.machine();
    return (int) mix(mix(salt ^ machine.low()) ^ machine.high()) & (crowds.length - 1);
  }

  private void count(int row, int more) {
    IpAddress ip = endpoint(row).ip();
    if (crowds.length > 0 && isCounted(ip)) {
      crowds[crowd(ip)] += more;
    }
  }

  /// Appends a peer that is not there yet, as a leecher of which nothing is known; returns its row.
  int add(Endpoint peer) {
    if (size * WIDTH == rows.length) {
      resize(size + (size >> 1) + 1);
    }
    int row = size++;
    int at = row * WIDTH;
    rows[at + HIGH] = peer.ip().high();
    rows[at + LOW] = peer.ip().low();
    rows[at + PORT] = peer.port();
    rows[at + LEFT] = Long.MAX_VALUE;
    index(row);
    count(row, 1);
    return row;
  }

  /// Sets what a peer has said of itself. Its row number may change.
  void set(
      int row, long left, long uploaded, long downloaded, long client, int seenAt, int expiresAt) {
    int at = row * WIDTH;
    boolean wasSeed = row < seeds;
    rows[at + LEFT] = left;
    rows[at + UPLOADED] = uploaded;
    rows[at + DOWNLOADED] = downloaded;
    rows[at + CLIENT] = client;
    rows[at + TIMES] = ((long) seenAt << 32) | (expiresAt & 0xffff_ffffL);
    if (left == 0 && !wasSeed) {
      swap(row, seeds++);
    } else if (left != 0 && wasSeed) {
      swap(row, --seeds);
    }
  }

  void remove(int row) {
    int hole = row;
    if (hole < seeds) {
      swap(hole, --seeds);
      hole = seeds;
    }
    swap(hole, --size);
    unindex(size);
    count(size, -1);
    if (size >= SMALLEST && size * WIDTH * 4 < rows.length) {
      resize(size * 2);
    }
  }

  /// Draws rows at random, in random order, every set of them equally likely (Floyd's way, so in
  /// time that follows what is drawn and not what is there).
  ///
  /// @param from the first row to draw from; rows end at [#size]
  int[] draw(int from, int wanted, RandomGenerator random) {
    int there = size - from;
    if (wanted >= there) {
      int[] all = new int[there];
      Arrays.setAll(all, i -> from + i);
      shuffle(all, random);
      return all;
    }
    int[] drawn = new int[wanted];
    IntMembers seen = new IntMembers(wanted);
    for (int i = 0; i < wanted; i++) {
      int last = there - wanted + i;
      int candidate = random.nextInt(last + 1);
      int taken = seen.add(candidate) ? candidate : last;
      if (taken == last) {
        seen.add(last);
      }
      drawn[i] = from + taken;
    }
    // Floyd's order is not random: high rows come late
    shuffle(drawn, random);
    return drawn;
  }

  private static void shuffle(int[] values, RandomGenerator random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = values[i];
      values[i] = values[other];
      values[other] = kept;
    }
  }

  /// Removes the rows that `gone` says; returns how many.
  int removeIf(IntPredicate gone) {
    int before = size;
    for (int row = size - 1; row >= 0; row--) {
      // removing moves rows of higher number only, all of them asked already
      if (gone.test(row)) {
        remove(row);
      }
    }
    return before - size;
  }

  Endpoint endpoint(int row) {
    return new Endpoint(new IpAddress(get(row, HIGH), get(row, LOW)), (int) get(row, PORT));
  }

  long left(int row) {
    return get(row, LEFT);
  }

  long uploaded(int row) {
    return get(row, UPLOADED);
  }

  long downloaded(int row) {
    return get(row, DOWNLOADED);
  }

  long client(int row) {
    return get(row, CLIENT);
  }

  int seenAt(int row) {
    return (int) (get(row, TIMES) >> 32);
  }

  int expiresAt(int row) {
    return (int) get(row, TIMES);
  }

  private long get(int row, int field) {
    return rows[row * WIDTH + field];
  }

  private int home(long high, long low, long port) {
    return (int) mix(mix(mix(salt ^ high) ^ low) ^ port) & (slots.length - 1);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  private int homeOf(int row) {
    return home(get(row, HIGH), get(row, LOW), get(row, PORT));
  }

  private int slotOf(int row) {
    int slot = homeOf(row);
    while (slots[slot] != row + 1) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void index(int row) {
    int slot = homeOf(row);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = row + 1;
  }

  private void unindex(int row) {
    int mask = slots.length - 1;
    int hole = slotOf(row);
    for (int slot = (hole + 1) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      int home = homeOf(slots[slot] - 1);
      // what sits here may move into the hole unless its home lies behind the hole
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        slots[hole] = slots[slot];
        hole = slot;
      }
    }
    slots[hole] = 0;
  }

  private void swap(int a, int b) {
    if (a == b) {
      return;
    }
    int slotA = slotOf(a);
    int slotB = slotOf(b);
    slots[slotA] = b + 1;
    slots[slotB] = a + 1;
    for (int field = 0; field < WIDTH; field++) {
      long kept = rows[a * WIDTH + field];
      rows[a * WIDTH + field] = rows[b * WIDTH + field];
      rows[b * WIDTH + field] = kept;
    }
  }

  private void resize(int capacity) {
    rows = Arrays.copyOf(rows, Math.max(SMALLEST, capacity) * WIDTH);
    int wantedSlots = Math.max(SMALLEST, capacity) * 3 / 2;
    slots = new int[Integer.highestOneBit(wantedSlots) * 2];
    for (int row = 0; row < size; row++) {
      index(row);
    }
    crowds = capacity > MOST_OF_V4 ? new int[slots.length] : NO_CROWDS;
    for (int row = 0; row < size; row++) {
      count(row, 1);
    }
  }
}
