package dev.freshet.core.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.freshet.core.piece.SuperSeed.Card;
import dev.freshet.core.piece.SuperSeed.Guise;
import dev.freshet.protocol.Bitfield;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuperSeedTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int PIECES = 10;

  private final Set<Integer> fetching = new TreeSet<>();
  private final SuperSeed seed = new SuperSeed(PIECES, new SplittableRandom(3));

  private void join(int... peers) {
    for (int peer : peers) {
      seed.joined(peer, new Bitfield(PIECES));
    }
  }

  private Guise guise(int peer) {
    return fetching.contains(peer) ? Guise.FETCHING : Guise.WAITING;
  }

  private List<Card> dealAll(long now, int most) {
    List<Card> cards = new ArrayList<>();
    for (Card card = seed.deal(now, most, this::guise);
        card != null;
        card = seed.deal(now, most, this::guise)) {
      cards.add(card);
    }
    return cards;
  }

  @Test
  void onlyAFewPiecesAreDealtAtOnceAndEachToAnotherPeer() {
    join(1, 2, 3);
    List<Card> cards = dealAll(0, 2);
    assertThat(cards).hasSize(2);
    assertThat(cards.get(0).peer()).isNotEqualTo(cards.get(1).peer());
    assertThat(cards.get(0).piece()).isNotEqualTo(cards.get(1).piece());
    for (Card card : cards) {
      assertThat(seed.offered(card.peer(), card.piece())).isTrue();
    }
    assertThat(seed.offered(cards.get(0).peer(), cards.get(1).piece())).isFalse();
    assertThat(seed.unclaimed()).isEqualTo(PIECES - 2);
  }

  @Test
  void aFetchedPieceMakesRoomForTheNextWhichGoesToWhoWaitedLongest() {
    join(1, 2, 3);
    List<Card> cards = dealAll(0, 2);
    Card first = cards.getFirst();
    seed.seen(1, first.peer(), first.piece());
    List<Card> next = dealAll(1, 2);
    assertThat(next).hasSize(1);
    assertThat(next.getFirst().peer()).isNotIn(cards.stream().map(Card::peer).toList());
  }

  @Test
  void howEarlyAPieceIsDealtFollowsHowLongPeersTakeToAskForOne() {
    join(1);
    assertThat(seed.aheadNanos()).isEqualTo(SECOND / 4);
    Card first = dealAll(0, 1).getFirst();
    seed.asked(SECOND / 100, 1, first.piece() == 0 ? 1 : 0);
    seed.asked(SECOND / 100, 2, first.piece());
    assertThat(seed.aheadNanos()).as("another piece, a stranger").isEqualTo(SECOND / 4);
    seed.asked(SECOND / 50, 1, first.piece());
    assertThat(seed.aheadNanos()).isEqualTo(SECOND * 9 / 100);
    seed.asked(SECOND / 2, 1, first.piece());
    assertThat(seed.aheadNanos()).as("its later blocks").isEqualTo(SECOND * 9 / 100);
    seed.given(SECOND, 1, first.piece());
    long now = SECOND;
    for (int i = 1; i < PIECES; i++) {
      int piece = dealAll(now, 1).getFirst().piece();
      now += 100 * SECOND;
      seed.asked(now, 1, piece);
      seed.given(now, 1, piece);
    }
    assertThat(seed.aheadNanos()).as("whoever is slow").isEqualTo(SECOND);
    assertThat(dealAll(now, 1)).isEmpty();
  }

  @Test
  void aPieceThatLeftWholeMakesRoomForTheNextBeforeItIsAnnounced() {
    join(1);
    List<Card> cards = dealAll(0, 2);
    assertThat(cards).hasSize(2);
    seed.given(0, 1, cards.getFirst().piece());
    assertThat(dealAll(1, 2)).hasSize(1);
  }

  @Test
  void aPieceThatLeftWholeIsCountedOnceWhenItIsAnnounced() {
    join(1);
    Card first = dealAll(0, 2).getFirst();
    seed.given(0, 1, first.piece());
    dealAll(1, 2);
    seed.seen(2, 1, first.piece());
    assertThat(dealAll(2, 2)).isEmpty();
  }

  @Test
  void whoPassesNothingOnComesAfterThoseWhoDo() {
    join(1, 2, 3);
    for (Card card : dealAll(0, 3)) {
      seed.seen(1, card.peer(), card.piece());
      if (card.peer() != 2) {
        seed.seen(2, 2, card.piece());
      }
    }
    assertThat(dealAll(3, 2)).extracting(Card::peer).containsExactlyInAnyOrder(1, 3);
  }

  @Test
  void whatAHoarderKeepsIsDealtAgainToOthersWhenAllIsDealt() {
    int pieces = 200;
    var origin = new SuperSeed(pieces, new SplittableRandom(5));
    for (int peer = 1; peer <= 4; peer++) {
      origin.joined(peer, new Bitfield(pieces));
    }
    Set<Integer> kept = new TreeSet<>();
    List<Card> again = new ArrayList<>();
    long now = 0;
    for (int dealt = 0; !origin.over(now); now += SECOND) {
      Card card = origin.deal(now, 1, _ -> Guise.WAITING);
      if (card == null) {
        continue;
      }
      boolean first = ++dealt <= pieces;
      if (first && card.peer() == 1) {
        kept.add(card.piece());
      }
      if (!first) {
        again.add(card);
      }
      origin.seen(now, card.peer(), card.piece());
      if (card.peer() != 1) {
        origin.seen(now, card.peer() % 4 + 1, card.piece());
      }
    }
    assertThat(kept).isNotEmpty();
    assertThat(again).extracting(Card::piece).containsExactlyInAnyOrderElementsOf(kept);
    assertThat(again).extracting(Card::peer).doesNotContain(1);
  }

  @Test
  void whereAllKeepWhatTheyGetTheFirstPassEndsNevertheless() {
    join(1, 2);
    while (seed.unclaimed() > 0) {
      dealAll(0, 2).forEach(card -> seed.seen(0, card.peer(), card.piece()));
    }
    long late = SuperSeed.MIN_HOARD_NANOS;
    assertThat(dealAll(late, 2)).isEmpty();
    assertThat(seed.over(late + SuperSeed.MIN_PATIENCE_NANOS)).isTrue();
  }

  @Test
  void anOnlyPeerGetsAllPiecesOneAfterAnother() {
    join(1);
    var got = new TreeSet<Integer>();
    for (int i = 0; i < PIECES; i++) {
      for (Card card : dealAll(i, 2)) {
        assertThat(got.add(card.piece())).isTrue();
        seed.seen(i, 1, card.piece());
      }
    }
    assertThat(got).hasSize(PIECES);
    assertThat(seed.over(PIECES)).isTrue();
  }

  @Test
  void aPeerThatDoesNotFetchKeepsOthersWaitingOnlyForAWhile() {
    join(1, 2, 3);
    dealAll(0, 3).forEach(card -> seed.seen(SECOND, card.peer(), card.piece()));
    assertThat(dealAll(SECOND, 1)).hasSize(1);
    assertThat(dealAll(SECOND + SuperSeed.STALL_NANOS - 1, 1)).isEmpty();
    fetching.addAll(List.of(1, 2, 3));
    assertThat(dealAll(SECOND + SuperSeed.STALL_NANOS, 1)).isEmpty();
    fetching.clear();
    assertThat(dealAll(SECOND + SuperSeed.STALL_NANOS, 1)).hasSize(1);
  }

  /// What it was dealt it has asked others for, who take their time, or has got from them without a
  /// word.
  @Test
  void anInterestedPeerThatFetchesNothingIsDealtMore() {
    join(1);
    fetching.add(1);
    assertThat(dealAll(0, 2)).hasSize(2);
    assertThat(dealAll(2 * SuperSeed.STALL_NANOS, 2)).as("it fetches").isEmpty();
    fetching.clear();
    assertThat(seed.deal(2 * SuperSeed.STALL_NANOS, 2, _ -> Guise.UNINTERESTED)).isNull();
    List<Card> more = dealAll(2 * SuperSeed.STALL_NANOS, 2);
    assertThat(more).hasSize(1);
    seed.given(2 * SuperSeed.STALL_NANOS, 1, more.getFirst().piece());
    assertThat(dealAll(2 * SuperSeed.STALL_NANOS, 2)).as("at once").hasSize(1);
  }

  @Test
  void whoDoesNotWantWhatItIsDealtChoosesForItselfAndItsPieceGoesToAnother() {
    join(1, 2);
    List<Card> cards = dealAll(0, 2);
    Card declined = cards.getFirst();
    assertThat(seed.declines(SuperSeed.DECLINE_NANOS - 1, declined.peer())).isFalse();
    assertThat(seed.declines(SuperSeed.DECLINE_NANOS, declined.peer())).isTrue();
    assertThat(seed.declines(2 * SuperSeed.DECLINE_NANOS, declined.peer())).isFalse();
    for (int piece = 0; piece < PIECES; piece++) {
      assertThat(seed.offered(declined.peer(), piece)).isTrue();
    }
    assertThat(seed.unclaimed()).isEqualTo(PIECES - 1);
    Card other = cards.getLast();
    List<Integer> dealt = new ArrayList<>();
    long now = SuperSeed.DECLINE_NANOS;
    for (Card card = other; card != null; card = seed.deal(now, 1, _ -> Guise.WAITING)) {
      assertThat(card.peer()).isEqualTo(other.peer());
      dealt.add(card.piece());
      seed.seen(now++, card.peer(), card.piece());
    }
    assertThat(dealt).hasSize(PIECES).contains(declined.piece());
  }

  @Test
  void aPieceOfAPeerThatLeftIsDealtAgain() {
    join(1, 2);
    Card card = dealAll(0, 1).getFirst();
    seed.gone(card.peer());
    assertThat(seed.unclaimed()).isEqualTo(PIECES);
    assertThat(dealAll(1, PIECES)).extracting(Card::piece).contains(card.piece());
  }

  @Test
  void theFirstPassIsOverThoughNobodyEverFetched() {
    join(1, 2);
    assertThat(dealAll(0, PIECES)).hasSize(PIECES);
    assertThat(seed.over(SuperSeed.MIN_PATIENCE_NANOS - 1)).isFalse();
    assertThat(seed.over(SuperSeed.MIN_PATIENCE_NANOS)).isTrue();
  }

  @Test
  void theFirstPassIsOverWhenAllIsOutOrWhatIsLeftIsNotFetched() {
    join(1, 2);
    List<Card> cards = dealAll(0, PIECES);
    assertThat(cards).hasSize(PIECES);
    assertThat(seed.over(0)).isFalse();
    Card last = cards.getLast();
    for (Card card : cards.subList(0, PIECES - 1)) {
      seed.seen(1, card.peer(), card.piece());
    }
    assertThat(seed.over(SuperSeed.MIN_PATIENCE_NANOS)).isFalse();
    assertThat(seed.over(1 + SuperSeed.MIN_PATIENCE_NANOS)).isTrue();
    seed.seen(2, last.peer(), last.piece());
    assertThat(seed.over(2)).isTrue();
  }

  @Test
  void whatAPeerBringsIsNotDealt() {
    Bitfield most = Bitfield.full(PIECES);
    most.clear(4);
    seed.joined(1, most);
    join(2);
    assertThat(dealAll(0, PIECES)).extracting(Card::piece).containsExactly(4);
  }

  @Test
  void strangersGetNothing() {
    assertThat(seed.deal(0, 5, _ -> Guise.WAITING)).isNull();
    assertThat(seed.offered(1, 0)).isFalse();
    seed.seen(0, 1, 0);
    seed.gone(1);
    join(1);
    assertThatIllegalStateException().isThrownBy(() -> join(1));
  }

  @Test
  void aPeerThatFetchesForEverDoesNotKeepOthersWaitingForEver() {
    join(1);
    assertThat(dealAll(0, 2)).hasSize(2);
    fetching.addAll(List.of(1, 2, 3));
    join(2, 3);
    assertThat(dealAll(Pace.MIN_FETCH_NANOS - 1, 2)).as("tried").hasSize(1);
    assertThat(dealAll(Pace.MIN_FETCH_NANOS, 2)).hasSize(1);
  }

  /// Peer 1 fetches in 100 ms what it is dealt, and peer 2 in a second.
  private long fastAndSlow() {
    join(1, 2);
    fetching.addAll(List.of(1, 2));
    List<Card> cards = dealAll(0, 2);
    cards.sort(Comparator.comparingInt(Card::peer));
    for (Card card : cards) {
      seed.seen(card.peer() == 1 ? SECOND / 10 : SECOND, card.peer(), card.piece());
    }
    for (Card card : cards) {
      seed.seen(SECOND, 3 - card.peer(), card.piece());
    }
    return SECOND;
  }

  @Test
  void whoIsSlowIsDealtNothingWhereOthersAreFast() {
    long now = fastAndSlow();
    for (int i = 0; i < 4; i++) {
      List<Card> cards = dealAll(now, 1);
      assertThat(cards).extracting(Card::peer).containsExactly(1);
      now += SECOND / 10;
      seed.seen(now, 1, cards.getFirst().piece());
      seed.seen(now, 2, cards.getFirst().piece());
    }
    assertThat(dealAll(12 * SECOND, 1)).as("later").extracting(Card::peer).containsExactly(2);
  }

  @Test
  void whoIsSlowDoesNotHoldUpOthers() {
    long now = fastAndSlow();
    seed.gone(1);
    assertThat(dealAll(now, 1)).extracting(Card::peer).containsExactly(2);
    join(1);
    assertThat(dealAll(now + SECOND / 10, 1)).isEmpty();
    assertThat(dealAll(now + SECOND / 2, 1)).extracting(Card::peer).containsExactly(1);
  }

  @Test
  void aNewCardDoesNotMakeOldOnesCountAnew() {
    join(1);
    dealAll(0, 2);
    assertThat(dealAll(2 * SECOND, 2)).as("it waits").hasSize(1);
    join(2);
    assertThat(dealAll(2 * SECOND, 2)).extracting(Card::peer).containsExactly(2);
  }

  @Test
  void aNewcomerIsTriedThoughEnoughIsOutAndTheNextAfterTwiceAsLong() {
    join(1);
    fetching.addAll(List.of(1, 2, 3));
    assertThat(dealAll(0, 2)).hasSize(2);
    join(2, 3);
    long once = SuperSeed.TRY_NANOS;
    assertThat(dealAll(once - 1, 2)).isEmpty();
    assertThat(dealAll(once, 2)).extracting(Card::peer).containsExactly(3);
    assertThat(dealAll(3 * once - 1, 2)).isEmpty();
    assertThat(dealAll(3 * once, 2)).extracting(Card::peer).containsExactly(2);
    assertThat(dealAll(50 * once, 2)).as("none is new").isEmpty();
  }

  /// Peer 1 takes 3 s for what it is dealt, and was alone.
  @Test
  void whoIsFastIsSoonTheMeasureThoughASlowOneCameFirst() {
    join(1);
    fetching.addAll(List.of(1, 2));
    seed.seen(3 * SECOND, 1, dealAll(0, 2).getFirst().piece());
    assertThat(dealAll(3 * SECOND, 2)).hasSize(1);
    join(2);
    Set<Integer> got = new TreeSet<>();
    for (long now = 4 * SECOND; now < 7 * SECOND; now += SECOND / 10) {
      for (Card card : dealAll(now, 2)) {
        assertThat(card.peer()).isEqualTo(2);
        got.add(card.piece());
        seed.seen(now + SECOND / 10, 2, card.piece());
      }
    }
    assertThat(got).as("all but what the slow one has").hasSize(PIECES - 1);
    assertThat(seed.over(7 * SECOND)).isTrue();
  }

  @Test
  void whatASlowPeerHasNotGotIsDealtAgainWhenAllIsDealt() {
    join(1, 2);
    fetching.addAll(List.of(1, 2));
    List<Card> cards = dealAll(0, 2);
    Card slow = cards.getLast();
    int fast = cards.getFirst().peer();
    seed.seen(SECOND / 10, fast, cards.getFirst().piece());
    List<Integer> dealt = new ArrayList<>();
    for (long now = SECOND / 10; now < 3 * SECOND; now += SECOND / 10) {
      for (Card card : dealAll(now, 2)) {
        assertThat(card.peer()).isEqualTo(fast);
        dealt.add(card.piece());
        seed.seen(now + SECOND / 10, fast, card.piece());
      }
    }
    assertThat(dealt).hasSize(PIECES - 1).endsWith(slow.piece());
    assertThat(seed.offered(slow.peer(), slow.piece())).isTrue();
    assertThat(seed.over(3 * SECOND)).isTrue();
  }

  @Test
  void whoIsLateItselfIsNotDealtWhatAnotherIsLateWith() {
    join(1, 2);
    fetching.addAll(List.of(1, 2));
    Card first = dealAll(0, PIECES).getFirst();
    seed.seen(SECOND / 10, first.peer(), first.piece());
    assertThat(dealAll(4 * SECOND, PIECES)).isEmpty();
  }

  @Test
  void defaultsAreAsDocumented() {
    assertThat(SuperSeed.STALL_NANOS).isEqualTo(SECOND);
    assertThat(SuperSeed.TRY_NANOS).isEqualTo(SECOND);
    assertThat(Pace.MIN_LATE_NANOS).isEqualTo(SECOND);
    assertThat(Pace.MIN_FETCH_NANOS).isEqualTo(60 * SECOND);
    assertThat(SuperSeed.MIN_PATIENCE_NANOS).isEqualTo(2 * SECOND);
  }

  /// A swarm in rounds of one second: the origin sends one piece a round and each peer one to
  /// another.
  @ParameterizedTest
  @CsvSource({"8, 100", "8, 1000", "40, 300", "2, 50"})
  void everyPieceLeavesOnceAndWithoutAPause(int peers, int pieces) {
    for (int number = 0; number < 10; number++) {
      var random = new SplittableRandom(number);
      var origin = new SuperSeed(pieces, random.split());
      List<Bitfield> has = new ArrayList<>();
      for (int peer = 0; peer < peers; peer++) {
        has.add(new Bitfield(pieces));
        origin.joined(peer, has.get(peer));
      }
      int rounds = 0;
      int sent = 0;
      while (!origin.over(rounds * SECOND)) {
        assertThat(++rounds).as("number " + number).isLessThanOrEqualTo(pieces);
        Card card = origin.deal(rounds * SECOND, 1, _ -> Guise.WAITING);
        for (int peer = 0; peer < peers; peer++) {
          int to = random.nextInt(peers);
          int piece = has.get(peer).nextBeyond(has.get(to), random.nextInt(pieces));
          if (piece >= 0) {
            has.get(to).set(piece);
            origin.seen(rounds * SECOND, to, piece);
          }
        }
        if (card != null) {
          sent++;
          has.get(card.peer()).set(card.piece());
          origin.seen(rounds * SECOND, card.peer(), card.piece());
        }
      }
      assertThat(sent).as("number " + number).isEqualTo(pieces);
    }
  }
}
