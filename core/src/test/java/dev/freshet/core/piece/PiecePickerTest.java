package dev.freshet.core.piece;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PiecePickerTest {
  private static final int BLOCK = Geometry.BLOCK;
  private static final long SECOND = 1_000_000_000L;
  private static final PeerTraits FAST = new PeerTraits(100_000_000, false, false);
  private static final PeerTraits SLOW = new PeerTraits(500, false, false);
  private static final PeerTraits SUSPECT = new PeerTraits(100_000_000, false, true);

  /// 20 pieces of 8 blocks, the last of one block and 100 bytes.
  private final Geometry geometry = new Geometry(19L * 8 * BLOCK + BLOCK + 100, 8 * BLOCK);

  private final Bitfield all = Bitfield.full(20);
  private final Availability availability = new Availability(20, new SplittableRandom(7));

  private PiecePicker picker(int... have) {
    var ours = new Bitfield(20);
    for (int piece : have) {
      ours.set(piece);
    }
    return new PiecePicker(geometry, ours, new Bitfield(20), availability);
  }

  private List<Block> pick(PiecePicker picker, int peer, PeerTraits traits, int count) {
    List<Block> out = new ArrayList<>();
    picker.pick(0, peer, all, traits, count, out);
    return out;
  }

  private static void arrive(PiecePicker picker, int peer, List<Block> blocks) {
    for (Block block : blocks) {
      assertThat(picker.arrived(peer, block.piece(), block.begin()))
          .isInstanceOf(Arrival.Fresh.class);
    }
  }

  @Test
  void peerGetsThePieceItWorksOnWithBlocksInARow() {
    List<Block> out = pick(picker(0, 1, 2, 3), 1, FAST, 8);

    assertThat(out).hasSize(8);
    int piece = out.getFirst().piece();
    for (int i = 0; i < 7; i++) {
      assertThat(out.get(i)).isEqualTo(new Block(piece, i * BLOCK, out.get(i).length()));
    }
  }

  @Test
  void lastBlockHasTheRestOfTheBytes() {
    List<Block> out = pick(picker(), 1, FAST, 1000);

    assertThat(out).hasSize(19 * 8 + 2);
    assertThat(out).contains(new Block(19, 0, BLOCK), new Block(19, BLOCK, 100));
    assertThat(out.stream().mapToLong(Block::length).sum()).isEqualTo(geometry.length());
  }

  @Test
  void rarestPieceGoesFirstOnceThereIsSomethingToTrade() {
    var most = Bitfield.full(20);
    most.clear(13);
    availability.joined(all);
    availability.joined(most);

    assertThat(pick(picker(0, 1, 2, 3), 1, FAST, 1).getFirst().piece()).isEqualTo(13);
  }

  @Test
  void firstPiecesAreChosenByChance() {
    var most = Bitfield.full(20);
    most.clear(13);
    var first = new TreeSet<Integer>();
    for (int seed = 0; seed < 100; seed++) {
      var rarity = new Availability(20, new SplittableRandom(seed));
      rarity.joined(all);
      rarity.joined(most);
      var picker = new PiecePicker(geometry, new Bitfield(20), new Bitfield(20), rarity);
      first.add(pick(picker, 1, FAST, 1).getFirst().piece());
    }
    assertThat(first).hasSizeGreaterThan(10);
  }

  @Test
  void firstPiecesAreFetchedByEveryoneTogether() {
    var picker = picker();
    int piece = pick(picker, 1, FAST, 1).getFirst().piece();

    assertThat(pick(picker, 2, FAST, 1)).allMatch(block -> block.piece() == piece);
  }

  @Test
  void fastPeersGetPiecesOfTheirOwn() {
    var picker = picker(0, 1, 2, 3);
    int piece = pick(picker, 1, FAST, 2).getFirst().piece();

    assertThat(pick(picker, 2, FAST, 2)).noneMatch(block -> block.piece() == piece);
  }

  @Test
  void slowPeersJoinEachOtherFarFromWhereTheOtherIs() {
    var picker = picker(0, 1, 2, 3);
    int piece = pick(picker, 1, SLOW, 2).getFirst().piece();

    List<Block> out = pick(picker, 2, SLOW, 2);

    assertThat(out).extracting(Block::piece).containsOnly(piece);
    assertThat(out.getFirst().begin()).isGreaterThanOrEqualTo(4 * BLOCK);
  }

  @Test
  void whatNobodyWorksOnIsFinishedBeforeAnythingNew() {
    var picker = picker(0, 1, 2, 3);
    List<Block> out = pick(picker, 1, FAST, 3);
    arrive(picker, 1, out.subList(0, 1));
    picker.gone(1);

    List<Block> taken = pick(picker, 2, FAST, 7);

    assertThat(taken).extracting(Block::piece).containsOnly(out.getFirst().piece());
    assertThat(taken).doesNotContain(out.getFirst());
  }

  @Test
  void pieceOfWhichNothingCameIsOpenAgain() {
    var picker = picker(0, 1, 2, 3);
    pick(picker, 1, FAST, 8);
    assertThat(availability.openCount()).isEqualTo(15);

    picker.released(1);

    assertThat(availability.openCount()).isEqualTo(16);
    assertThat(picker.outstanding(1)).isZero();
  }

  @Test
  void ownerThatReturnsABlockOwnsThePieceNoMore() {
    var picker = picker(0, 1, 2, 3);
    List<Block> out = pick(picker, 1, FAST, 8);
    picker.gone(1);
    // all blocks but one are under way by a second peer when that one is gone too
    List<Block> second = pick(picker, 2, SUSPECT, 7);
    arrive(picker, 2, second.subList(0, 1));
    picker.gone(2);

    assertThat(pick(picker, 3, FAST, 7))
        .extracting(Block::piece)
        .containsOnly(second.getFirst().piece());
    assertThat(out).hasSize(8);
  }

  @Test
  void suspectGetsWholePiecesThatNobodyElseTouches() {
    var picker = picker(0, 1, 2, 3);
    int others = pick(picker, 1, SLOW, 1).getFirst().piece();
    List<Block> suspects = pick(picker, 2, SUSPECT, 1);
    int own = suspects.getFirst().piece();

    assertThat(own).isNotEqualTo(others);
    assertThat(pick(picker, 3, SLOW, 20)).noneMatch(block -> block.piece() == own);
    assertThat(pick(picker, 2, SUSPECT, 7)).allMatch(block -> block.piece() == own);
  }

  @Test
  void suspectFinishesWhatAnotherLeftUnfinishedIfNothingElseIsLeft() {
    var picker = picker(0);
    List<Block> first = pick(picker, 1, SUSPECT, 1000);
    int blocks = first.size();
    arrive(picker, 1, first.subList(0, 1));
    assertThat(pick(picker, 2, SUSPECT, 1000)).isEmpty();

    picker.gone(1);

    assertThat(pick(picker, 2, SUSPECT, 3)).hasSize(3);
    assertThat(pick(picker, 2, SUSPECT, 1000)).hasSize(blocks - 4);
  }

  @Test
  void duplicatesAreOnlyAskedForInTheEndgame() {
    var picker = picker(0, 1, 2, 3);
    pick(picker, 1, SLOW, 100);
    assertThat(picker.endgame()).isFalse();
    assertThat(pick(picker, 2, SLOW, 22)).hasSize(15 * 8 + 2 - 100);
    assertThat(picker.endgame()).isTrue();

    List<Block> again = pick(picker, 3, FAST, 5);

    assertThat(again).hasSize(5);
    assertThat(new TreeSet<>(again.stream().map(Block::toString).toList())).hasSize(5);
  }

  @Test
  void fastPeerThatDoesItsPartIsNotDuplicated() {
    var picker = picker(0, 1, 2, 3);
    pick(picker, 1, FAST, 1000);

    assertThat(pick(picker, 2, FAST, 5)).isEmpty();
    assertThat(pick(picker, 3, SLOW, 5)).isEmpty();
  }

  @Test
  void overdueBlocksAreAskedForElsewhere() {
    var picker = picker(0, 1, 2, 3);
    pick(picker, 1, FAST, 1000);

    List<Block> out = new ArrayList<>();
    picker.pick(60 * SECOND, 2, all, FAST, 5, out);

    assertThat(out).hasSize(5);
  }

  /// Else one that takes requests and sends nothing would keep its blocks for long, while others
  /// have nothing to do: what is out of everyone's reach is no reason to wait.
  @Test
  void overdueBlocksAreAskedForElsewhereWhileOtherPiecesAreOutOfReach() {
    var picker = picker(0, 1, 2, 3);
    int piece = pick(picker, 1, PeerTraits.UNKNOWN, 4).getFirst().piece();
    var one = new Bitfield(20);
    one.set(piece);

    List<Block> rest = new ArrayList<>();
    picker.pick(0, 2, one, FAST, 10, rest);
    assertThat(rest).as("what nobody was asked for").hasSize(4);
    arrive(picker, 2, rest);
    List<Block> early = new ArrayList<>();
    picker.pick(SECOND, 2, one, FAST, 10, early);
    assertThat(early).isEmpty();

    List<Block> late = new ArrayList<>();
    picker.pick(15 * SECOND, 2, one, FAST, 10, late);
    assertThat(picker.endgame()).isFalse();
    assertThat(late).hasSize(4).extracting(Block::piece).containsOnly(piece);
  }

  @Test
  void aBlockIsAskedForTwiceAtMostAndThriceAtTheVeryEnd() {
    var picker = picker(0, 1, 2, 3);
    List<Block> first = pick(picker, 1, SLOW, 1000);
    for (int peer = 2; peer < 6; peer++) {
      pick(picker, peer, new PeerTraits(500L * peer * peer * peer, false, false), 1000);
    }
    assertThat(most(picker)).isEqualTo(2);

    arrive(picker, 1, first.subList(0, first.size() - 5));
    pick(picker, 9, FAST, 1000);
    assertThat(most(picker)).isEqualTo(3);
  }

  /// How many peers owe us each block on average, rounded up: all blocks are alike here.
  private int most(PiecePicker picker) {
    int owed = 0;
    for (int peer = 1; peer < 10; peer++) {
      owed += picker.outstanding(peer);
    }
    int missing = picker.outstanding(1);
    return Math.ceilDiv(owed, missing);
  }

  @Test
  void arrivalSaysWhoNeedNotSendTheBlockAnyMore() {
    var picker = picker(0, 1, 2, 3);
    List<Block> first = pick(picker, 1, SLOW, 1000);
    Block again = pick(picker, 2, FAST, 1).getFirst();
    assertThat(first).contains(again);

    assertThat(picker.arrived(2, again.piece(), again.begin()))
        .isEqualTo(new Arrival.Fresh(false, List.of(1)));
    assertThat(picker.arrived(1, again.piece(), again.begin())).isEqualTo(new Arrival.Duplicate());
    assertThat(picker.arrived(1, again.piece(), again.begin()))
        .isEqualTo(new Arrival.Unrequested());
  }

  @Test
  void lateBlockIsWelcomeIfItIsStillMissing() {
    var picker = picker(0, 1, 2, 3);
    Block block = pick(picker, 1, FAST, 1).getFirst();
    picker.returned(1, block.piece(), block.begin());

    assertThat(picker.arrived(1, block.piece(), block.begin())).isInstanceOf(Arrival.Fresh.class);
    assertThat(pick(picker, 2, FAST, 1000)).doesNotContain(block);
  }

  @Test
  void whatWasNeverAskedForIsUnrequested() {
    var picker = picker(0, 1, 2, 3);
    Block block = pick(picker, 1, FAST, 1).getFirst();

    assertThat(picker.arrived(2, block.piece(), block.begin()))
        .isInstanceOf(Arrival.Unrequested.class);
    assertThat(picker.arrived(1, block.piece(), block.begin() + 1))
        .isInstanceOf(Arrival.Unrequested.class);
    assertThat(picker.arrived(1, 0, 0)).isInstanceOf(Arrival.Unrequested.class);
  }

  @Test
  void lastBlockOfAPieceEndsIt() {
    var picker = picker(0, 1, 2, 3);
    List<Block> out = pick(picker, 4, FAST, 8);
    int piece = out.getFirst().piece();
    arrive(picker, 4, out.subList(0, out.size() - 1));

    assertThat(picker.arrived(4, piece, out.getLast().begin()))
        .isEqualTo(new Arrival.Fresh(true, List.of()));
    assertThat(picker.senders(piece)).containsOnly(4);
    picker.verified(piece);
    assertThat(picker.senders(piece)).isEmpty();
    assertThat(pick(picker, 4, FAST, 1000)).noneMatch(block -> block.piece() == piece);
  }

  @Test
  void failedPieceIsFetchedAgainFromOnePeer() {
    var picker = picker(0, 1, 2, 3);
    List<Block> out = pick(picker, 1, SLOW, 4);
    int piece = out.getFirst().piece();
    out.addAll(pick(picker, 1, SLOW, 4));
    arrive(picker, 1, out);

    picker.failed(piece);

    List<Block> again = pick(picker, 2, SLOW, 2);
    assertThat(again).extracting(Block::piece).containsOnly(piece);
    assertThat(pick(picker, 3, SLOW, 2)).noneMatch(block -> block.piece() == piece);
  }

  @Test
  void onlyTheBadBlocksAreFetchedAgainWhenTheyAreKnown() {
    var picker = picker(0, 1, 2, 3);
    List<Block> out = pick(picker, 1, FAST, 8);
    int piece = out.getFirst().piece();
    arrive(picker, 1, out);
    var bad = new BitSet();
    bad.set(5);

    picker.failed(piece, bad);

    assertThat(pick(picker, 2, FAST, 1)).containsExactly(new Block(piece, 5 * BLOCK, BLOCK));
    assertThat(picker.arrived(2, piece, 5 * BLOCK)).isEqualTo(new Arrival.Fresh(true, List.of()));
    assertThat(picker.senders(piece)).containsExactly(1, 1, 1, 1, 1, 2, 1, 1);
  }

  @Test
  void unwantedPiecesWaitUntilTheyAreWanted() {
    var unwanted = Bitfield.full(20);
    unwanted.clear(4);
    var picker = new PiecePicker(geometry, new Bitfield(20), unwanted, availability);
    assertThat(pick(picker, 1, FAST, 100)).hasSize(8).allMatch(block -> block.piece() == 4);
    var six = new Bitfield(20);
    six.set(6);
    assertThat(picker.interesting(six)).isFalse();

    picker.want(6);

    assertThat(picker.interesting(six)).isTrue();
    assertThat(pick(picker, 1, FAST, 100)).hasSize(8).allMatch(block -> block.piece() == 6);
  }

  @Test
  void newPickerBeginsFromWhatIsHereWhateverAnOlderOneOpened() {
    picker(0, 1);
    var picker = picker(5, 6);

    assertThat(availability.openCount()).isEqualTo(18);
    assertThat(pick(picker, 1, FAST, 1000))
        .hasSize(17 * 8 + 2)
        .noneMatch(block -> block.piece() == 5 || block.piece() == 6);
  }

  @Test
  void pieceThatWasHereCanBeLost() {
    var picker = picker(0, 1, 2, 3);
    picker.lost(2);
    var two = new Bitfield(20);
    two.set(2);
    List<Block> out = new ArrayList<>();
    picker.pick(0, 1, two, FAST, 100, out);
    assertThat(out).hasSize(8);
  }

  @Test
  void chokedPeerIsAskedForAllowedPiecesAlone() {
    var picker = picker(0, 1, 2, 3);
    var allowed = new BitSet();
    allowed.set(2);
    allowed.set(7);
    allowed.set(500);
    List<Block> out = new ArrayList<>();
    picker.pickAllowedFast(0, 1, all, FAST, allowed, 100, out);
    assertThat(out).hasSize(8).allMatch(block -> block.piece() == 7);
  }

  @Test
  void unfinishedPiecesStayFewThoughPeersComeAndGo() {
    var geometry = new Geometry(4000L * 16 * BLOCK, 16 * BLOCK);
    var rarity = new Availability(4000, new SplittableRandom(3));
    var picker = new PiecePicker(geometry, new Bitfield(4000), new Bitfield(4000), rarity);
    var random = new SplittableRandom(5);
    int most = 0;
    int next = 40;
    List<Integer> peers = new ArrayList<>();
    for (int peer = 0; peer < 40; peer++) {
      peers.add(peer);
    }
    for (int step = 0; step < 20_000; step++) {
      int index = random.nextInt(peers.size());
      int peer = peers.get(index);
      List<Block> out = new ArrayList<>();
      picker.pick(0, peer, Bitfield.full(4000), random.nextBoolean() ? FAST : SLOW, 2, out);
      for (Block block : out) {
        if (picker.arrived(peer, block.piece(), block.begin()) instanceof Arrival.Fresh fresh
            && fresh.pieceDone()) {
          picker.verified(block.piece());
        }
      }
      if (random.nextInt(10) == 0) {
        picker.gone(peer);
        peers.set(index, next++);
      }
      most = Math.max(most, picker.partialCount());
    }
    assertThat(most).isBetween(2, 60);
  }

  @Test
  void defaultsAreAsDocumented() {
    assertThat(PiecePicker.RANDOM_FIRST).isEqualTo(4);
    assertThat(PieceChoice.ALONE_NANOS).isEqualTo(30 * SECOND);
    assertThat(PieceChoice.PARTIALS_PER_PEER).isEqualTo(1.5);
    assertThat(BegunPieces.MAX_PARTIALS).isEqualTo(2048);
    assertThat(Endgame.MOST).isEqualTo(2);
    assertThat(Endgame.MOST_AT_THE_END).isEqualTo(3);
    assertThat(Endgame.MIN_GAIN_NANOS).isEqualTo(SECOND);
    assertThat(Endgame.FEW).isEqualTo(20);
    assertThat(Asked.MAX_LATE).isEqualTo(512);
    assertThat(PeerTraits.UNKNOWN).isEqualTo(new PeerTraits(0, false, false));
  }
}
