package dev.freshet.core.piece;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole downloads by random schedules, each step checked against a plain model of who owes what.
final class PickerScheduleTest {
  private static final int BLOCK = Geometry.BLOCK;
  private static final int MAX_STEPS = 200_000;

  /// A peer of the schedule, and what the model says that it owes.
  private static final class Peer {
    final Bitfield has;
    final Availability.Share share;
    final PeerTraits traits;
    final List<Block> owes = new ArrayList<>();
    final Map<Block, Long> askedAt = new LinkedHashMap<>();

    Peer(Bitfield has, Availability.Share share, PeerTraits traits) {
      this.has = has;
      this.share = share;
      this.traits = traits;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 33})
  void everyScheduleEndsCompleteAndKeepsTheRules(int blocksPerPiece) {
    for (int seed = 0; seed < 30; seed++) {
      new Schedule(seed, blocksPerPiece).run();
    }
  }

  private static final class Schedule {
    private final String where;
    private final SplittableRandom random;
    private final Geometry geometry;
    private final Bitfield have;
    private final Availability availability;
    private final PiecePicker picker;
    private final Map<Integer, Peer> peers = new TreeMap<>();
    private final TreeSet<Long> here = new TreeSet<>();
    private int nextKey;
    private long now;

    Schedule(int seed, int blocksPerPiece) {
      where = "seed " + seed + ", blocks " + blocksPerPiece;
      random = new SplittableRandom(seed);
      int pieceLength = blocksPerPiece * BLOCK - random.nextInt(BLOCK);
      geometry = new Geometry(random.nextLong(1, 40L * pieceLength), pieceLength);
      have = new Bitfield(geometry.pieceCount());
      availability = new Availability(geometry.pieceCount(), random.split());
      picker = new PiecePicker(geometry, have, new Bitfield(have.size()), availability);
      join(Bitfield.full(have.size()));
    }

    void run() {
      int steps = 0;
      while (!have.isFull()) {
        assertThat(steps++).as(where).isLessThan(MAX_STEPS);
        now += random.nextLong(200_000_000L);
        step();
      }
      for (int key : List.copyOf(peers.keySet())) {
        assertThat(pick(key, 10)).as(where).isEmpty();
      }
    }

    private void step() {
      int key = new ArrayList<>(peers.keySet()).get(random.nextInt(peers.size()));
      Peer peer = peer(key);
      switch (random.nextInt(40)) {
        case 0 -> join(random.nextInt(3) == 0 ? Bitfield.full(have.size()) : half());
        case 1 -> leave(key);
        case 2 -> {
          picker.released(key);
          peer.owes.clear();
        }
        case 3 -> gain(peer);
        case 4, 5 -> reject(key, peer);
        case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> pick(key, random.nextInt(1, 20));
        default -> deliver(key, peer);
      }
    }

    private void join(Bitfield has) {
      peers.put(
          nextKey++,
          new Peer(
              has,
              availability.joined(has),
              new PeerTraits(
                  random.nextLong(2_000_000), random.nextInt(8) == 0, random.nextInt(8) == 0)));
    }

    private Peer peer(int key) {
      return Objects.requireNonNull(peers.get(key));
    }

    private Bitfield half() {
      var some = new Bitfield(have.size());
      for (int piece = 0; piece < some.size(); piece++) {
        if (random.nextBoolean()) {
          some.set(piece);
        }
      }
      return some;
    }

    private void leave(int key) {
      if (peers.size() > 1 && key != 0) {
        availability.left(peer(key).share, peer(key).has);
        peers.remove(key);
        picker.gone(key);
      }
    }

    private void gain(Peer peer) {
      int piece = random.nextInt(have.size());
      if (peer.has.set(piece)) {
        availability.gained(peer.share, peer.has, piece);
      }
    }

    private void reject(int key, Peer peer) {
      if (!peer.owes.isEmpty()) {
        Block block = peer.owes.remove(random.nextInt(peer.owes.size()));
        picker.returned(key, block.piece(), block.begin());
      }
    }

    private List<Block> pick(int key, int count) {
      Peer peer = peer(key);
      List<Block> out = new ArrayList<>();
      Set<Long> freeBefore = free();
      picker.pick(now, key, peer.has, peer.traits, count, out);
      assertThat(out).as(where).hasSizeLessThanOrEqualTo(count);
      for (Block block : out) {
        assertThat(geometry.isBlock(block.piece(), block.begin(), block.length()))
            .as(where)
            .isTrue();
        assertThat(peer.has.get(block.piece())).as(where).isTrue();
        assertThat(have.get(block.piece())).as(where).isFalse();
        assertThat(here).as(where).doesNotContain(id(block));
        assertThat(peer.owes).as(where).doesNotContain(block);
        if (!freeBefore.remove(id(block)) && !freeBefore.isEmpty()) {
          assertLate(block);
          assertThat(untouched(peer, freeBefore)).as(where + ": has other work").isFalse();
        }
        peer.askedAt.put(block, now);
        peer.owes.add(block);
      }
      assertThat(picker.outstanding(key)).as(where).isEqualTo(peer.owes.size());
      return out;
    }

    /// Before the endgame just what is overdue is asked for twice.
    private void assertLate(Block block) {
      for (Peer peer : peers.values()) {
        if (peer.owes.contains(block)) {
          long asked = Objects.requireNonNull(peer.askedAt.get(block));
          assertThat(now - asked).as(where + ": a duplicate").isGreaterThan(Asked.DELAY_NANOS);
        }
      }
    }

    /// Whether this peer could begin a piece.
    private boolean untouched(Peer peer, Set<Long> free) {
      for (int piece = have.nextClear(0); piece >= 0; piece = have.nextClear(piece + 1)) {
        boolean all = peer.has.get(piece);
        for (int block = 0; block < geometry.blockCount(piece); block++) {
          all &= free.contains(id(new Block(piece, block * BLOCK, 1)));
        }
        if (all) {
          return true;
        }
      }
      return false;
    }

    /// Missing blocks that nobody owes us, by the model.
    private Set<Long> free() {
      var free = new TreeSet<Long>();
      for (int piece = have.nextClear(0); piece >= 0; piece = have.nextClear(piece + 1)) {
        for (int block = 0; block < geometry.blockCount(piece); block++) {
          free.add(id(new Block(piece, block * BLOCK, 1)));
        }
      }
      free.removeAll(here);
      for (Peer peer : peers.values()) {
        for (Block block : peer.owes) {
          free.remove(id(block));
        }
      }
      return free;
    }

    private void deliver(int key, Peer peer) {
      if (peer.owes.isEmpty()) {
        return;
      }
      Block block = peer.owes.remove(random.nextInt(Math.min(3, peer.owes.size())));
      var others = new TreeSet<Integer>();
      peers.forEach((other, theirs) -> {
        if (theirs.owes.remove(block)) {
          others.add(other);
        }
      });
      assertThat(others).as(where).hasSizeLessThan(3);
      here.add(id(block));
      Arrival arrival = picker.arrived(key, block.piece(), block.begin());
      boolean done = done(block.piece());
      assertThat(arrival).as(where).isInstanceOf(Arrival.Fresh.class);
      var fresh = (Arrival.Fresh) arrival;
      assertThat(fresh.pieceDone()).as(where).isEqualTo(done);
      assertThat(new TreeSet<>(fresh.alsoAsked())).as(where).isEqualTo(others);
      if (done) {
        verify(block.piece());
      }
    }

    private boolean done(int piece) {
      for (int block = 0; block < geometry.blockCount(piece); block++) {
        if (!here.contains(id(new Block(piece, block * BLOCK, 1)))) {
          return false;
        }
      }
      return true;
    }

    private void verify(int piece) {
      if (random.nextInt(6) == 0) {
        picker.failed(piece);
        here.removeIf(block -> (int) (block >>> 32) == piece);
      } else {
        picker.verified(piece);
        have.set(piece);
      }
    }

    private static long id(Block block) {
      return (long) block.piece() << 32 | block.begin();
    }
  }
}
