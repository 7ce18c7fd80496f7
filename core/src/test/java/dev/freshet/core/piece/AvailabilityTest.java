package dev.freshet.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AvailabilityTest {
  private record Peer(Bitfield has, Availability.Share share) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 63, 700, 3000})
  void agreesWithNaiveCountsWhateverHappens(int pieces) {
    for (int seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      var availability = new Availability(pieces, random.split());
      List<Peer> peers = new ArrayList<>();
      var open = new Bitfield(pieces);
      for (int step = 0; step < 200; step++) {
        change(random, availability, peers, open);
        agrees("seed " + seed + " step " + step, random, availability, peers, open);
      }
    }
  }

  private static void change(
      SplittableRandom random, Availability availability, List<Peer> peers, Bitfield open) {
    int piece = random.nextInt(open.size());
    switch (random.nextInt(6)) {
      case 0 -> {
        Bitfield has = some(random, open.size());
        peers.add(new Peer(has, availability.joined(has)));
      }
      case 1 -> {
        if (peers.size() > 2) {
          Peer gone = peers.remove(random.nextInt(peers.size()));
          availability.left(gone.share, gone.has);
        }
      }
      case 2 -> {
        Peer peer = peers.isEmpty() ? null : peers.getLast();
        if (peer != null && peer.has.set(piece)) {
          availability.gained(peer.share, peer.has, piece);
        }
      }
      case 3 -> {
        Peer peer = peers.isEmpty() ? null : peers.get(random.nextInt(peers.size()));
        if (peer != null && peer.has.clear(piece)) {
          availability.lost(peer.share, piece);
        }
      }
      case 4 -> {
        open.set(piece);
        availability.open(piece);
      }
      default -> {
        open.clear(piece);
        availability.close(piece);
      }
    }
  }

  /// All, all but one, half, or none.
  private static Bitfield some(SplittableRandom random, int size) {
    var field = new Bitfield(size);
    int kind = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      if (kind <= 1 || (kind == 2 && random.nextBoolean())) {
        field.set(i);
      }
    }
    if (kind == 1) {
      field.clear(random.nextInt(size));
    }
    return field;
  }

  private static void agrees(
      String where,
      SplittableRandom random,
      Availability availability,
      List<Peer> peers,
      Bitfield open) {
    int size = open.size();
    int least = Integer.MAX_VALUE;
    int above = 0;
    int[] counts = new int[size];
    for (int i = 0; i < size; i++) {
      for (Peer peer : peers) {
        counts[i] += peer.has.get(i) ? 1 : 0;
      }
      least = Math.min(least, counts[i]);
    }
    for (int i = 0; i < size; i++) {
      above += counts[i] > least ? 1 : 0;
    }
    int probe = random.nextInt(size);
    assertThat(availability.count(probe)).as(where).isEqualTo(counts[probe]);
    assertThat(availability.rarestCount()).as(where).isEqualTo(least);
    assertThat(availability.copies())
        .as(where)
        .isEqualTo(least + (double) above / size, within(1e-9));
    assertThat(availability.without()).as(where).isEqualTo(least == 0 ? size - above : 0);
    assertThat(availability.openCount()).as(where).isEqualTo(open.cardinality());
    Bitfield has = some(random, size);
    isRarest(where, availability.rarest(has), counts, open, has, true);
    isRarest(where, availability.rarestBeyond(has), counts, open, has, false);
    int any = availability.any(has);
    assertThat(any >= 0).as(where).isEqualTo(open.nextCommon(has, 0) >= 0);
    assertThat(any < 0 || (open.get(any) && has.get(any))).as(where).isTrue();
  }

  private static void isRarest(
      String where, int picked, int[] counts, Bitfield open, Bitfield has, boolean inside) {
    int best = Integer.MAX_VALUE;
    for (int i = 0; i < counts.length; i++) {
      if (open.get(i) && has.get(i) == inside) {
        best = Math.min(best, counts[i]);
      }
    }
    if (best == Integer.MAX_VALUE) {
      assertThat(picked).as(where).isEqualTo(-1);
    } else {
      assertThat(open.get(picked) && has.get(picked) == inside).as(where).isTrue();
      assertThat(counts[picked]).as(where).isEqualTo(best);
    }
  }

  @Test
  void equalsComeByChance() {
    int[] chosen = new int[8];
    for (int seed = 0; seed < 4000; seed++) {
      var availability = new Availability(8, new SplittableRandom(seed));
      for (int piece = 0; piece < 8; piece++) {
        availability.open(piece);
      }
      var has = new Bitfield(8);
      Availability.Share share = availability.joined(has);
      has.set(3);
      availability.gained(share, has, 3);
      chosen[availability.rarest(Bitfield.full(8))]++;
    }
    assertThat(chosen[3]).isZero();
    for (int piece = 0; piece < 8; piece++) {
      assertThat(piece == 3 ? 571 : chosen[piece]).isBetween(450, 700);
    }
  }

  @Test
  void peerThatLacksTheRarestThousandsGetsOneThatItHas() {
    int pieces = 100_000;
    var availability = new Availability(pieces, new SplittableRandom(1));
    var most = new Bitfield(pieces);
    for (int piece = 0; piece < pieces; piece++) {
      availability.open(piece);
      if (piece >= 90_000) {
        most.set(piece);
      }
    }
    availability.joined(most);

    assertThat(availability.rarest(most)).isGreaterThanOrEqualTo(90_000);
    assertThat(availability.rarest(new Bitfield(pieces))).isEqualTo(-1);
  }

  /// Were each of them a walk over the pieces, this would take minutes.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aSeedThatTakesBackAndHasAgainCostsLittle() {
    int pieces = Geometry.MAX_PIECES;
    var availability = new Availability(pieces, new SplittableRandom(1));
    var has = Bitfield.full(pieces);
    Availability.Share share = availability.joined(has);
    for (int i = 0; i < 200_000; i++) {
      has.clear(7);
      availability.lost(share, 7);
      assertCounts(availability, 0);
      has.set(7);
      availability.gained(share, has, 7);
      assertCounts(availability, 1);
    }
    availability.left(share, has);
    assertThat(availability.without()).isEqualTo(pieces);
  }

  private static void assertCounts(Availability availability, int seventh) {
    if (availability.count(7) != seventh || availability.count(8) != 1) {
      assertThat(availability.count(7)).isEqualTo(seventh);
      assertThat(availability.count(8)).isEqualTo(1);
    }
  }
}
