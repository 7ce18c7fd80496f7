package dev.freshet.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.freshet.protocol.Bitfield;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuperSeedTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int NONE = -1;

  private final SuperSeed seed = new SuperSeed(10, new SplittableRandom(3));

  private void join(int... peers) {
    for (int peer : peers) {
      seed.joined(0, peer, new Bitfield(10));
    }
  }

  @Test
  void aFewPiecesAreRevealedAndThenThePeerWaits() {
    join(1, 2);
    int first = seed.reveal(0, 1, true);
    int second = seed.reveal(0, 1, true);
    assertThat(first).isBetween(0, 9);
    assertThat(second).isBetween(0, 9).isNotEqualTo(first);
    assertThat(seed.reveal(0, 1, true)).isEqualTo(NONE);
    assertThat(seed.offered(1, first) && seed.offered(1, second)).isTrue();
    assertThat(seed.offered(2, first)).isFalse();
    assertThat(seed.unclaimed()).isEqualTo(8);
  }

  @Test
  void chokedPeerIsToldOfOnePiece() {
    join(1, 2);
    assertThat(seed.reveal(0, 1, false)).isNotEqualTo(NONE);
    assertThat(seed.reveal(0, 1, false)).isEqualTo(NONE);
    assertThat(seed.reveal(0, 1, true)).isNotEqualTo(NONE);
  }

  @Test
  void pieceSeenElsewhereEarnsTheNext() {
    join(1, 2);
    int first = seed.reveal(0, 1, true);
    seed.reveal(0, 1, true);
    assertThat(seed.seen(1, 1, first)).containsExactly(1);
    assertThat(seed.reveal(1, 1, true)).isEqualTo(NONE);

    assertThat(seed.seen(2, 2, first)).containsExactly(1, 2);

    assertThat(seed.reveal(2, 1, true)).isNotEqualTo(NONE);
  }

  @Test
  void onlyPeerGetsOneAfterAnother() {
    join(1);
    var got = new TreeSet<Integer>();
    for (int i = 0; i < 10; i++) {
      int piece = seed.reveal(i, 1, true);
      assertThat(piece).isNotEqualTo(NONE);
      assertThat(got.add(piece)).isTrue();
      seed.seen(i, 1, piece);
    }
    assertThat(seed.reveal(10, 1, true)).isEqualTo(NONE);
  }

  @Test
  void noPieceIsRevealedTwiceWhileItsPeerMayStillPassItOn() {
    join(1, 2, 3, 4, 5, 6);
    var told = new TreeSet<Integer>();
    for (int peer = 1; peer <= 5; peer++) {
      assertThat(told.add(seed.reveal(0, peer, true))).isTrue();
      assertThat(told.add(seed.reveal(0, peer, true))).isTrue();
    }
    assertThat(seed.reveal(0, 6, true)).isEqualTo(NONE);
  }

  @Test
  void pieceOfAPeerThatLeftIsRevealedAgain() {
    join(1, 2, 3, 4, 5, 6);
    for (int peer = 1; peer <= 5; peer++) {
      seed.reveal(0, peer, true);
      seed.reveal(0, peer, true);
    }
    seed.gone(4);
    assertThat(seed.unclaimed()).isEqualTo(2);
    assertThat(seed.reveal(0, 6, true)).isNotEqualTo(NONE);
  }

  @Test
  void pieceThatIsNotFetchedIsRevealedToAnother() {
    join(1, 2, 3, 4, 5, 6);
    for (int peer = 1; peer <= 5; peer++) {
      seed.reveal(0, peer, true);
      seed.reveal(0, peer, true);
    }
    long later = SuperSeed.EXPIRY_NANOS;
    seed.reveal(later, 1, true);
    assertThat(seed.unclaimed()).isEqualTo(2);
    assertThat(seed.reveal(later, 6, true)).isNotEqualTo(NONE);
  }

  @Test
  void peerThatPassesNothingOnGetsANewPieceInTheEndWhileSomeAreLeft() {
    join(1, 2);
    int first = seed.reveal(0, 1, true);
    int second = seed.reveal(0, 1, true);
    seed.seen(1, 1, first);
    seed.seen(1, 1, second);
    // it took a nanosecond, so the least patience holds
    assertThat(seed.reveal(SuperSeed.MIN_PATIENCE_NANOS - 1, 1, true)).isEqualTo(NONE);
    assertThat(seed.reveal(SuperSeed.MIN_PATIENCE_NANOS, 1, true)).isNotEqualTo(NONE);
    assertThat(seed.reveal(SuperSeed.MIN_PATIENCE_NANOS, 1, true)).isEqualTo(NONE);
  }

  @Test
  void stuckPeerIsHelpedThoughAllPiecesAreOutThere() {
    seed.joined(0, 1, Bitfield.full(10));
    join(2);
    assertThat(seed.reveal(SuperSeed.STUCK_NANOS - 1, 2, true)).isEqualTo(NONE);
    assertThat(seed.reveal(SuperSeed.STUCK_NANOS, 2, true)).isNotEqualTo(NONE);
    assertThat(seed.reveal(SuperSeed.STUCK_NANOS, 2, true)).isEqualTo(NONE);
  }

  @Test
  void strangersGetNothing() {
    assertThat(seed.reveal(0, 1, true)).isEqualTo(NONE);
    assertThat(seed.offered(1, 0)).isFalse();
    assertThat(seed.seen(0, 1, 0)).isEmpty();
    seed.gone(1);
    join(1);
    assertThatIllegalStateException().isThrownBy(() -> join(1));
  }

  @Test
  void defaultsAreAsDocumented() {
    assertThat(SuperSeed.AT_ONCE).isEqualTo(2);
    assertThat(SuperSeed.PATIENCE_NANOS).isEqualTo(10 * SECOND);
    assertThat(SuperSeed.MIN_PATIENCE_NANOS).isEqualTo(SECOND);
    assertThat(SuperSeed.EXPIRY_NANOS).isEqualTo(60 * SECOND);
    assertThat(SuperSeed.STUCK_NANOS).isEqualTo(30 * SECOND);
  }

  /// A swarm in rounds of one second: the origin and each peer send one piece a round.
  @ParameterizedTest
  @CsvSource({"8, 100", "8, 1000", "40, 300", "2, 50"})
  void originSendsEachPieceAboutOnce(int peers, int pieces) {
    for (int number = 0; number < 10; number++) {
      var random = new SplittableRandom(number);
      var origin = new SuperSeed(pieces, random.split());
      List<Bitfield> has = new ArrayList<>();
      for (int peer = 0; peer < peers; peer++) {
        has.add(new Bitfield(pieces));
        origin.joined(0, peer, has.get(peer));
      }
      int sent = 0;
      int rounds = 0;
      while (has.stream().anyMatch(field -> !field.isFull())) {
        assertThat(++rounds).as("number " + number).isLessThan(2 * (pieces + peers));
        sent += round(rounds * SECOND, random, origin, has);
      }
      assertThat(sent).as("number " + number).isBetween(pieces, pieces + Math.max(3, pieces / 20));
      assertThat(rounds).as("number " + number).isLessThan(pieces * 3 / 2 + 20);
    }
  }

  private static int round(
      long now, SplittableRandom random, SuperSeed origin, List<Bitfield> has) {
    List<int[]> gifts = new ArrayList<>();
    int sent = 0;
    List<Integer> order = new ArrayList<>();
    for (int peer = 0; peer < has.size(); peer++) {
      order.add(peer);
    }
    // the origin serves its peers in turn, as uploads do
    Collections.rotate(order, -(int) (now / SECOND));
    for (int peer : order) {
      while (origin.reveal(now, peer, true) != NONE) {
        // told of one more
      }
      int wanted = offered(origin, has.get(peer), peer);
      if (sent == 0 && wanted != NONE) {
        gifts.add(new int[] {peer, wanted});
        sent++;
      }
      int to = random.nextInt(has.size());
      int piece = rarestFor(has, peer, to);
      if (piece != NONE) {
        gifts.add(new int[] {to, piece});
      }
    }
    for (int[] gift : gifts) {
      if (has.get(gift[0]).set(gift[1])) {
        origin.seen(now, gift[0], gift[1]);
      }
    }
    return sent;
  }

  private static int offered(SuperSeed origin, Bitfield has, int peer) {
    for (int piece = has.nextClear(0); piece >= 0; piece = has.nextClear(piece + 1)) {
      if (origin.offered(peer, piece)) {
        return piece;
      }
    }
    return NONE;
  }

  private static int rarestFor(List<Bitfield> has, int from, int to) {
    int best = NONE;
    long least = Long.MAX_VALUE;
    for (int piece = has.get(from).nextSet(0);
        piece >= 0;
        piece = has.get(from).nextSet(piece + 1)) {
      int candidate = piece;
      if (!has.get(to).get(piece)) {
        long count = has.stream().filter(field -> field.get(candidate)).count();
        if (count < least) {
          least = count;
          best = piece;
        }
      }
    }
    return best;
  }
}
