package dev.freshet.core.choke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ChokerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long NOW = 1000 * SECOND;
  private static final int SLOTS = 4;

  private final Choker choker = new Choker(ChokeRules.defaults(), new SplittableRandom(11));

  /// An interested, choked peer of old that gives so many bytes a second.
  private static PeerView giver(int key, long downRate) {
    return new PeerView(key, true, false, false, false, false, downRate, 0, 0, 0, 0, 0);
  }

  private static PeerView unchoked(PeerView peer, long unchokedAt) {
    return new PeerView(
        peer.key(),
        peer.interested(),
        true,
        peer.idle(),
        peer.snubbing(),
        peer.uploadOnly(),
        peer.downRate(),
        peer.owes(),
        peer.sentSinceUnchoke(),
        peer.connectedAt(),
        unchokedAt,
        peer.pieces());
  }

  private static PeerView snubbing(PeerView peer) {
    return new PeerView(
        peer.key(),
        peer.interested(),
        peer.unchoked(),
        peer.idle(),
        true,
        peer.uploadOnly(),
        peer.downRate(),
        peer.owes(),
        peer.sentSinceUnchoke(),
        peer.connectedAt(),
        peer.unchokedAt(),
        peer.pieces());
  }

  private static PeerView waiting(int key, long connectedAt, long unchokedAt, int pieces) {
    return new PeerView(
        key, true, false, false, false, false, 0, 0, 0, connectedAt, unchokedAt, pieces);
  }

  private static List<PeerView> givers(int count) {
    List<PeerView> peers = new ArrayList<>();
    for (int key = 1; key <= count; key++) {
      peers.add(giver(key, 1000L * key));
    }
    return peers;
  }

  @Test
  void fourWhoGiveMostAndOneMoreAreUnchoked() {
    Set<Integer> chosen = choker.rank(NOW, givers(20), false, SLOTS);
    assertThat(chosen).hasSize(5).contains(17, 18, 19, 20);
  }

  @Test
  void onlyInterestedPeersAreUnchoked() {
    List<PeerView> peers = givers(3);
    peers.add(new PeerView(8, false, true, false, false, false, 9999, 0, 0, 0, 0, 0));
    peers.add(new PeerView(9, true, true, false, false, true, 9999, 0, 0, 0, 0, 0));
    assertThat(choker.rank(NOW, peers, false, SLOTS)).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(choker.fill(NOW, peers, false, SLOTS)).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(choker.rank(NOW, peers, true, SLOTS)).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void snubbingPeerLosesItsSlot() {
    for (int seed = 0; seed < 20; seed++) {
      List<PeerView> peers = givers(8);
      peers.set(7, unchoked(snubbing(giver(8, 99_999)), NOW - MINUTE));
      var fresh = new Choker(ChokeRules.defaults(), new SplittableRandom(seed));
      assertThat(fresh.rank(NOW, peers, false, SLOTS)).contains(4, 5, 6, 7).doesNotContain(8);
    }
  }

  @Test
  void whenAllSnubUsTheirSlotsAreDrawnByLot() {
    List<PeerView> peers = new ArrayList<>();
    for (int key = 1; key <= 4; key++) {
      peers.add(unchoked(snubbing(giver(key, 1000)), NOW - 2 * MINUTE));
    }
    for (int key = 5; key <= 12; key++) {
      peers.add(giver(key, 0));
    }
    assertThat(choker.rank(NOW, peers, false, SLOTS)).hasSize(5).allMatch(key -> key >= 5);
  }

  @Test
  void optimisticUnchokeStaysForThirtySecondsThenMovesOn() {
    List<PeerView> peers = givers(4);
    for (int key = 5; key <= 30; key++) {
      peers.add(giver(key, 0));
    }
    Set<Integer> first = new TreeSet<>(choker.rank(NOW, peers, false, SLOTS));
    first.removeAll(Set.of(1, 2, 3, 4));
    int lucky = first.iterator().next();
    for (int i = 0; i < 4; i++) {
      peers.set(i, unchoked(peers.get(i), NOW));
    }
    peers.set(lucky - 1, unchoked(peers.get(lucky - 1), NOW));

    assertThat(choker.rank(NOW + 10 * SECOND, peers, false, SLOTS)).hasSize(5).contains(lucky);
    assertThat(choker.rank(NOW + 20 * SECOND, peers, false, SLOTS)).hasSize(5).contains(lucky);
    assertThat(choker.rank(NOW + 30 * SECOND, peers, false, SLOTS))
        .hasSize(5)
        .doesNotContain(lucky)
        .contains(1, 2, 3, 4);
  }

  @Test
  void optimisticUnchokeThatGivesEnoughIsRankedAndAnotherIsDrawn() {
    List<PeerView> peers = givers(4);
    peers.add(unchoked(giver(5, 50_000), NOW));
    peers.add(giver(6, 0));
    assertThat(choker.rank(NOW + 10 * SECOND, peers, false, SLOTS)).hasSize(5).contains(5, 4, 3, 2);
  }

  @Test
  void newcomersAreThreeTimesAsLikely() {
    var drawn = new TreeMap<Integer, Integer>();
    List<PeerView> peers = givers(4);
    for (int key = 5; key <= 8; key++) {
      peers.add(giver(key, 0));
    }
    peers.add(waiting(9, NOW - 10 * SECOND, NOW - 10 * SECOND, 0));
    for (int i = 0; i < 7000; i++) {
      for (int key : choker.rank(NOW, peers, false, SLOTS)) {
        drawn.merge(key, 1, Integer::sum);
      }
    }
    assertThat(drawn.get(9)).isBetween(2800, 3200);
    assertThat(drawn.get(5)).isBetween(850, 1150);
  }

  @Test
  void freeSlotIsGivenAwayAtOnceAndNobodyLosesOne() {
    List<PeerView> peers = givers(10);
    for (int i = 0; i < 3; i++) {
      peers.set(i, unchoked(peers.get(i), NOW - 5 * MINUTE));
    }
    Set<Integer> chosen = choker.fill(NOW, peers, false, SLOTS);
    assertThat(chosen).hasSize(5).contains(1, 2, 3, 10);
    assertThat(choker.fill(NOW, peers, true, SLOTS)).hasSize(5).contains(1, 2, 3);
  }

  @Test
  void noMoreThanTheSlotsAndOneAreUnchokedBetweenRounds() {
    List<PeerView> peers = givers(10);
    for (int i = 0; i < 5; i++) {
      peers.set(i, unchoked(peers.get(i), NOW - 5 * MINUTE));
    }
    assertThat(choker.fill(NOW, peers, false, SLOTS)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  private static PeerView taker(int key, long owes) {
    return new PeerView(
        key, true, true, false, false, false, 0, owes, owes, 0, NOW - 3 * SECOND, 1);
  }

  @Test
  void whoOnlyTakesAndOwesMuchMakesRoomForAGiverAtOnce() {
    List<PeerView> peers = new ArrayList<>();
    for (int key = 1; key <= 5; key++) {
      peers.add(taker(key, 1L << (20 + key)));
    }
    peers.add(giver(6, 1000));
    assertThat(choker.fill(NOW, peers, false, SLOTS)).containsExactlyInAnyOrder(1, 2, 3, 4, 6);
    peers.add(giver(7, 2000));
    assertThat(choker.fill(NOW, peers, false, SLOTS)).containsExactlyInAnyOrder(1, 2, 3, 6, 7);
  }

  @Test
  void oneSlotStaysWithThoseWhoGiveNothing() {
    List<PeerView> peers = new ArrayList<>();
    for (int key = 1; key <= 5; key++) {
      peers.add(taker(key, 100L << 20));
    }
    for (int key = 6; key <= 20; key++) {
      peers.add(giver(key, 1000L * key));
    }
    assertThat(choker.fill(NOW, peers, false, SLOTS)).hasSize(5).contains(17, 18, 19, 20);
  }

  @Test
  void whoOwesLittleOrGivesKeepsItsSlotBetweenRounds() {
    List<PeerView> peers = new ArrayList<>();
    for (int key = 1; key <= 3; key++) {
      peers.add(taker(key, 512 << 10));
    }
    peers.add(unchoked(giver(4, 10), NOW - 3 * SECOND));
    peers.add(unchoked(giver(5, 10), NOW - 3 * SECOND));
    peers.add(giver(6, 100_000));
    assertThat(choker.fill(NOW, peers, false, SLOTS)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void asASeedNobodyLosesATurnBetweenRounds() {
    List<PeerView> peers = new ArrayList<>();
    for (int key = 1; key <= 5; key++) {
      peers.add(taker(key, 100L << 20));
    }
    peers.add(giver(6, 1000));
    assertThat(choker.fill(NOW, peers, true, SLOTS)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void slowUplinkIsConcentratedOnFewSlots() {
    assertThat(choker.rank(NOW, givers(10), false, 1)).hasSize(2).contains(10);
    assertThatIllegalArgumentException().isThrownBy(() -> choker.rank(NOW, givers(10), false, 0));
  }

  @Test
  void seedLetsAPeerKeepItsTurnUntilItHasItsQuota() {
    List<PeerView> peers = new ArrayList<>();
    for (int key = 1; key <= 5; key++) {
      peers.add(
          new PeerView(
              key,
              true,
              true,
              false,
              false,
              false,
              0,
              0,
              key == 5 ? 16L << 20 : 1,
              0,
              NOW - 20 * SECOND,
              9));
    }
    peers.add(waiting(6, 0, NOW - MINUTE, 9));
    assertThat(choker.rank(NOW, peers, true, SLOTS)).containsExactlyInAnyOrder(1, 2, 3, 4, 6);
  }

  @Test
  void aSlotWhoseOwnerAsksForNothingIsGivenToAnotherAsWell() {
    List<PeerView> peers = new ArrayList<>();
    for (int key = 1; key <= 5; key++) {
      boolean idle = key <= 2;
      peers.add(new PeerView(key, true, true, idle, false, false, 0, 0, 0, 0, NOW - 3 * SECOND, 1));
    }
    for (int key = 6; key <= 9; key++) {
      peers.add(giver(key, 0));
    }
    assertThat(choker.fill(NOW, peers, false, SLOTS)).hasSize(7).contains(1, 2, 3, 4, 5);
    assertThat(choker.rank(NOW, peers, false, SLOTS)).hasSize(5);
  }

  @Test
  void whoGotMuchAndGaveNothingComesLast() {
    List<PeerView> peers = new ArrayList<>();
    for (int key = 1; key <= 8; key++) {
      long owes = key <= 3 ? 3 << 20 : 100_000 * key;
      peers.add(new PeerView(key, true, false, false, false, false, 0, owes, 0, 0, 0, 0));
    }
    assertThat(choker.rank(NOW, peers, false, SLOTS)).hasSize(5).doesNotContain(1, 2, 3);
  }

  @Test
  void seedEndsATurnThatTakesTooLongIfOthersWait() {
    List<PeerView> peers = new ArrayList<>();
    for (int key = 1; key <= 5; key++) {
      peers.add(unchoked(giver(key, 0), NOW - (key == 3 ? 60 : 59) * SECOND));
    }
    assertThat(choker.rank(NOW, peers, true, SLOTS)).hasSize(5);
    peers.add(waiting(6, 0, NOW - 2 * SECOND, 9));
    assertThat(choker.rank(NOW, peers, true, SLOTS)).containsExactlyInAnyOrder(1, 2, 4, 5, 6);
  }

  @Test
  void seedPrefersThoseWhoWaitedLongestThenThoseWhoHaveLeast() {
    List<PeerView> peers =
        List.of(
            waiting(1, 0, NOW - 100 * SECOND, 50),
            waiting(2, 0, NOW - 35 * SECOND, 50),
            waiting(3, 0, NOW - 36 * SECOND, 10),
            // has waited 12 s, which count threefold as it never had a turn
            waiting(4, NOW - 12 * SECOND, NOW - 12 * SECOND, 0),
            waiting(5, 0, NOW - 5 * SECOND, 0));
    assertThat(choker.rank(NOW, peers, true, 1)).containsExactly(1, 4);
    assertThat(choker.rank(NOW, peers, true, 2)).containsExactly(1, 4, 3);
    assertThat(choker.rank(NOW, peers, true, 3)).containsExactly(1, 4, 3, 2);
  }

  @Test
  void everyoneGetsATurnOfASeed() {
    var had = new TreeSet<Integer>();
    long[] unchokedAt = new long[30];
    var current = new TreeSet<Integer>();
    for (long now = NOW; now < NOW + 7 * MINUTE; now += 10 * SECOND) {
      List<PeerView> peers = new ArrayList<>();
      for (int key = 0; key < 30; key++) {
        PeerView peer = waiting(key, 0, unchokedAt[key], 5);
        peers.add(current.contains(key) ? unchoked(peer, unchokedAt[key]) : peer);
      }
      Set<Integer> chosen = choker.rank(now, peers, true, SLOTS);
      for (int key : chosen) {
        unchokedAt[key] = current.contains(key) ? unchokedAt[key] : now;
      }
      current.clear();
      current.addAll(chosen);
      had.addAll(chosen);
    }
    assertThat(had).hasSize(30);
  }

  @Test
  void roundsAreTenSecondsApart() {
    assertThat(choker.due(NOW)).isTrue();
    choker.rank(NOW, List.of(), false, SLOTS);
    assertThat(choker.deadline()).isEqualTo(NOW + 10 * SECOND);
    assertThat(choker.due(NOW + 10 * SECOND - 1)).isFalse();
    choker.fill(NOW + 5 * SECOND, List.of(), false, SLOTS);
    assertThat(choker.due(NOW + 10 * SECOND)).isTrue();
  }

  @Test
  void defaultsAreAsDocumented() {
    assertThat(ChokeRules.defaults())
        .isEqualTo(
            new ChokeRules(10 * SECOND, 30 * SECOND, 60 * SECOND, 3, 16L << 20, 60 * SECOND));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChokeRules(0, 1, 1, 1, 1, 1))
        .withMessageContaining("round 0 ns");
  }
}
