package dev.freshet.core.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Transports;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// When an address is tried again.
final class PeerBookTest {
  private static final long SECOND = 1_000_000_000L;

  private final PeerBook book =
      new PeerBook(new Ports(0, 0), Transports.TCP, new SplittableRandom(1));
  private final Endpoint peer = Objects.requireNonNull(Endpoint.parse("192.0.2.1:6881"));

  private List<Long> waits(boolean failed, int times) {
    List<Long> waits = new ArrayList<>();
    long now = 0;
    book.learn(now, PeerSource.TRACKER, List.of(peer));
    for (int i = 0; i < times; i++) {
      assertThat(book.next(now, true)).isEqualTo(peer);
      if (!failed) {
        book.connected(now, peer);
      }
      book.disconnected(now, peer, failed, false);
      long next = book.deadline(now, true);
      waits.add(next - now);
      now = next;
    }
    return waits;
  }

  @Test
  void whoHangsUpIsTriedAgainSoonAndThenEverLater() {
    List<Long> waits = waits(false, 6);
    List<Long> least = List.of(5L, 10L, 20L, 40L, 40L, 40L);
    for (int i = 0; i < waits.size(); i++) {
      long wait = least.get(i) * SECOND;
      assertThat(waits.get(i)).as("wait " + i).isBetween(wait, wait * 3 / 2);
    }
  }

  @Test
  void aCallThatNeverLeftOurProxyIsMadeAgainSoonAndAsOftenAsItTakes() {
    book.learn(0, PeerSource.TRACKER, List.of(peer));
    long now = 0;
    for (int i = 0; i < 100; i++) {
      assertThat(book.next(now, true)).isEqualTo(peer);
      book.heldUp(now, peer);
      assertThat(book.next(now, true)).isNull();
      long next = book.deadline(now, true);
      assertThat(next - now).isBetween(5 * SECOND, 8 * SECOND);
      now = next;
    }
  }

  @Test
  void whoDoesNotAnswerIsTriedEverMoreSeldomAndThenForgotten() {
    List<Long> waits = waits(true, PeerSource.TRACKER.tries() - 1);
    List<Long> least = List.of(5L, 20L, 80L, 320L);
    for (int i = 0; i < waits.size(); i++) {
      long wait = least.get(i) * SECOND;
      assertThat(waits.get(i)).as("wait " + i).isBetween(wait, wait * 3 / 2);
    }
    long last = waits.stream().mapToLong(Long::longValue).sum();
    assertThat(book.next(last, true)).isEqualTo(peer);
    book.disconnected(last, peer, true, false);
    assertThat(book.size()).isZero();
  }

  @Test
  void aPeersWordIsGoodForOneTryAndATrackersForMore() {
    PeerBook book = new PeerBook(new Ports(0, 0), Transports.TCP, new SplittableRandom(3));
    Endpoint peer = Objects.requireNonNull(Endpoint.parse("192.0.2.7:6881"));
    assertThat(book.learn(0, PeerSource.EXCHANGE, peer, false)).isTrue();
    assertThat(book.next(0, true)).isEqualTo(peer);
    book.disconnected(0, peer, true, false);
    assertThat(book.hasCandidate(true)).isFalse();
    assertThat(book.learn(1, PeerSource.EXCHANGE, peer, false)).isFalse();
    assertThat(book.hasCandidate(true)).isFalse();
    assertThat(book.learn(2, PeerSource.TRACKER, peer, false)).isTrue();
    assertThat(book.hasCandidate(true)).isTrue();
  }

  @Test
  void peersFillNoMoreThanHalfOfTheBook() {
    PeerBook book = new PeerBook(new Ports(0, 0), Transports.TCP, new SplittableRandom(4));
    learnMany(book, PeerSource.EXCHANGE, 0x0b00_0000);
    assertThat(book.size()).isEqualTo(PeerBook.MAX_EXCHANGED);
    learnMany(book, PeerSource.TRACKER, 0x0c00_0000);
    assertThat(book.size()).isEqualTo(PeerBook.MAX_KNOWN);
    book.turnPrivate();
    assertThat(book.size()).isEqualTo(PeerBook.MAX_KNOWN - PeerBook.MAX_EXCHANGED);
  }

  @Test
  void whomTheTrackerKnowsIsNotHiddenBehindAThousandOfWhomPeersTell() {
    for (int seed = 0; seed < 20; seed++) {
      PeerBook many = new PeerBook(new Ports(0, 0), Transports.TCP, new SplittableRandom(seed));
      for (int i = 0; i < 1000; i++) {
        Endpoint dead = new Endpoint(IpAddress.v4(0x2d000000 + 7919 * i), 6881);
        many.learn(0, PeerSource.EXCHANGE, dead, false);
      }
      many.learn(0, PeerSource.TRACKER, List.of(peer));
      List<Endpoint> called = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Endpoint next = Objects.requireNonNull(many.next(1, true));
        called.add(next);
        many.disconnected(1, next, true, false);
      }
      assertThat(called).contains(peer);
    }
  }

  @Test
  void inAPrivateTorrentOnlyTrackersAndTheEmbedderAreBelieved() {
    for (PeerSource source : PeerSource.values()) {
      if (source == PeerSource.ITSELF) {
        continue;
      }
      PeerBook book = new PeerBook(new Ports(0, 0), Transports.TCP, new SplittableRandom(4));
      Endpoint later = Objects.requireNonNull(Endpoint.parse("192.0.2.2:6881"));
      book.learn(0, source, List.of(peer));
      book.turnPrivate();
      book.learn(0, source, List.of(later));
      assertThat(book.size()).as("by " + source).isEqualTo(source.hearsay() ? 0 : 2);
      assertThat(book.hasCandidate(true)).as("by " + source).isEqualTo(!source.hearsay());
    }
  }

  @Test
  void whomWeTalkedToWhenATorrentTurnedOutPrivateIsCalledAgainIfATrackerNamesIt() {
    book.learn(0, PeerSource.DHT, List.of(peer));
    assertThat(book.next(0, true)).isEqualTo(peer);
    book.connected(0, peer);
    book.turnPrivate();
    assertThat(book.size()).isEqualTo(1);
    book.disconnected(SECOND, peer, false, false);
    assertThat(book.hasCandidate(true)).isFalse();
    assertThat(book.callBack(100 * SECOND, peer)).isFalse();
    book.learn(100 * SECOND, PeerSource.TRACKER, List.of(peer));
    assertThat(book.next(100 * SECOND, true)).isEqualTo(peer);
  }

  @Test
  void thoseOfWhomPeersHaveToldAndWhoAreDeadLeaveRoomForOthers() {
    for (int i = 0; i < PeerBook.MAX_EXCHANGED; i++) {
      Endpoint dead = new Endpoint(IpAddress.v4(0x0b00_0000 + i), 6881);
      book.learn(0, PeerSource.EXCHANGE, dead, false);
      if (i > 0) {
        assertThat(book.next(0, true)).isEqualTo(dead);
        book.disconnected(0, dead, true, false);
      } else {
        book.connected(0, dead);
        book.disconnected(0, dead, false, false);
      }
    }
    long now = 0;
    book.learn(now, PeerSource.EXCHANGE, peer, false);
    assertThat(book.next(now, true)).isEqualTo(peer);
    // who was tried last is still known, and not tried again
    Endpoint last = new Endpoint(IpAddress.v4(0x0b00_0000 + PeerBook.MAX_EXCHANGED - 1), 6881);
    assertThat(book.learn(now, PeerSource.EXCHANGE, last, false)).isFalse();
    assertThat(book.size()).isEqualTo(PeerBook.MAX_EXCHANGED + 1);
  }

  @Test
  void aSeedThatPeersTellOfIsNotCalledByASeed() {
    PeerBook book = new PeerBook(new Ports(0, 0), Transports.TCP, new SplittableRandom(5));
    book.learn(0, PeerSource.EXCHANGE, new Endpoint(IpAddress.v4(0x0b00_0001), 1), true);
    assertThat(book.next(0, false)).isNull();
    assertThat(book.next(0, true)).isNotNull();
  }

  /// A tracker names every port of one machine, which answers none as a peer.
  @Test
  void aMachineThatIsNoPeerIsCalledAFewTimesHoweverManyPortsAreNamed() {
    PeerBook book = new PeerBook(new Ports(0, 0), Transports.TCP, new SplittableRandom(6));
    for (int port = 1; port < 60_000; port++) {
      book.learn(0, PeerSource.TRACKER, new Endpoint(IpAddress.v4(0x0b00_0001), port), false);
    }
    assertThat(book.size()).isEqualTo(Hosts.MAX_ADDRESSES);
    assertThat(calls(book, 0, 60)).isEqualTo(Hosts.TRIES);
    assertThat(calls(book, 60, 3600)).isLessThan(10);
    book.learn(0, PeerSource.TRACKER, peer, false);
    assertThat(book.next(3600 * SECOND, true)).isEqualTo(peer);
  }

  @Test
  void whatAPeerSaysOfAMachineDoesNotKeepUsFromWhatATrackerSaysOfIt() {
    IpAddress machine = IpAddress.v4(0x0b00_0001);
    for (int port = 1; port <= Hosts.MAX_ADDRESSES; port++) {
      book.learn(0, PeerSource.EXCHANGE, new Endpoint(machine, port), false);
    }
    // they have not answered, so the machine is left alone for a while
    calls(book, 0, 1800);
    Endpoint real = new Endpoint(machine, 6881);
    assertThat(book.learn(1800 * SECOND, PeerSource.TRACKER, real, false)).isTrue();
    assertThat(book.size()).isEqualTo(Hosts.MAX_ADDRESSES);
    long soon = book.deadline(1800 * SECOND, true);
    assertThat(soon).isLessThan(3600 * SECOND);
    assertThat(book.next(soon, true)).isEqualTo(real);
  }

  @Test
  void whatAPeerSaysOfAMachineDisplacesNothingKnownBetter() {
    IpAddress machine = IpAddress.v4(0x0b00_0001);
    for (int port = 1; port <= Hosts.MAX_ADDRESSES; port++) {
      book.learn(0, PeerSource.DHT, new Endpoint(machine, port), false);
    }
    for (PeerSource source : List.of(PeerSource.EXCHANGE, PeerSource.LOCAL, PeerSource.DHT)) {
      assertThat(book.learn(0, source, new Endpoint(machine, 6881), false)).isFalse();
    }
    assertThat(book.size()).isEqualTo(Hosts.MAX_ADDRESSES);
  }

  @Test
  void aMachineOfWhichAFewWereBannedIsLeftAloneAltogether() {
    Endpoint neighbour = new Endpoint(peer.ip(), 1);
    book.learn(0, PeerSource.TRACKER, neighbour, false);
    for (int i = 0; i < Hosts.MAX_BANS; i++) {
      assertThat(book.banned(neighbour)).isFalse();
      assertThat(book.hasCandidate(true)).isTrue();
      book.ban(new Endpoint(peer.ip(), 1000 + i));
      assertThat(book.banned(new Endpoint(peer.ip(), 1000 + i))).isTrue();
    }
    assertThat(book.banned(neighbour)).isTrue();
    assertThat(book.next(0, true)).isNull();
    assertThat(book.deadline(0, true)).isEqualTo(Long.MAX_VALUE);
    assertThat(book.callBack(0, neighbour)).isFalse();
    assertThat(book.learn(0, PeerSource.EMBEDDER, new Endpoint(peer.ip(), 2), false)).isFalse();
  }

  @Test
  void ourOwnMachineIsNeverBannedAsAWhole() {
    IpAddress home = Objects.requireNonNull(IpAddress.parse("127.0.0.1"));
    for (int port = 1; port <= 10; port++) {
      book.ban(new Endpoint(home, port));
    }
    assertThat(book.banned(new Endpoint(home, 1))).isTrue();
    assertThat(book.banned(new Endpoint(home, 6881))).isFalse();
  }

  @Test
  void ofManyBansTheOldestAreForgotten() {
    for (int i = 0; i < 10 * PeerBook.MAX_KNOWN; i++) {
      book.ban(new Endpoint(IpAddress.v4(0x0c00_0000 - i), 6881));
    }
    Endpoint first = new Endpoint(IpAddress.v4(0x0c00_0000), 6881);
    Endpoint last = new Endpoint(IpAddress.v4(0x0c00_0001 - 10 * PeerBook.MAX_KNOWN), 6881);
    assertThat(book.banned(first)).isFalse();
    assertThat(book.banned(last)).isTrue();
    // an address below all of them
    book.ban(peer);
    book.ban(new Endpoint(IpAddress.v4(0x0100_0001), 1));
    book.ban(new Endpoint(IpAddress.v4(0x0100_0002), 1));
    assertThat(book.banned(new Endpoint(IpAddress.v4(0x0100_0001), 1))).isTrue();
  }

  @Test
  void manyPeersOfOneMachineAreAllCalledIfTheyAnswer() {
    PeerBook book = new PeerBook(new Ports(0, 0), Transports.TCP, new SplittableRandom(7));
    for (int port = 1; port <= 50; port++) {
      book.learn(0, PeerSource.TRACKER, new Endpoint(IpAddress.v4(0x0b00_0001), port), false);
    }
    for (int i = 0; i < 50; i++) {
      Endpoint next = Objects.requireNonNull(book.next(0, true));
      book.connected(0, next);
    }
    assertThat(book.hasCandidate(true)).isFalse();
  }

  @Test
  void noMoreThanAFewCallsToOneMachineAreUnderWayAtOnce() {
    PeerBook book = new PeerBook(new Ports(0, 0), Transports.TCP, new SplittableRandom(8));
    for (int port = 1; port <= 50; port++) {
      book.learn(0, PeerSource.EXCHANGE, new Endpoint(IpAddress.v4(0x0b00_0001), port), false);
    }
    for (int i = 0; i < Hosts.TRIES; i++) {
      assertThat(book.next(0, true)).isNotNull();
    }
    assertThat(book.next(0, true)).isNull();
    assertThat(book.deadline(0, true)).isEqualTo(Long.MAX_VALUE);
  }

  /// Whatever happens: not before the deadline is there anyone to call, and then there is.
  @Test
  void theDeadlineIsWhenTheNextMayBeCalled() {
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      PeerBook book = new PeerBook(new Ports(0, 0), Transports.BOTH, new SplittableRandom(seed));
      long now = 0;
      for (int i = 0; i < 200; i++) {
        somethingHappens(book, random, now);
        boolean wantSeeds = random.nextBoolean();
        long deadline = book.deadline(now, wantSeeds);
        if (deadline > now) {
          assertThat(book.next(now, wantSeeds)).as("too early, %d, %d", seed, i).isNull();
        }
        if (deadline != Long.MAX_VALUE && random.nextInt(4) == 0) {
          now = deadline;
          assertThat(book.next(now, wantSeeds)).as("now, %d, %d", seed, i).isNotNull();
        }
        now += random.nextInt(3) * random.nextLong(20 * SECOND);
      }
    }
  }

  private static void somethingHappens(PeerBook book, SplittableRandom random, long now) {
    IpAddress machine = IpAddress.v4(0x0b00_0001 + random.nextInt(3));
    Endpoint who = new Endpoint(machine, 1 + random.nextInt(6));
    PeerSource[] sources = PeerSource.values();
    boolean coin = random.nextBoolean();
    switch (random.nextInt(10)) {
      case 0, 1 -> book.learn(now, sources[random.nextInt(sources.length)], who, coin);
      case 2 -> book.connected(now, who);
      case 3, 4 -> book.disconnected(now, who, coin, random.nextBoolean());
      case 5 -> book.hungUp(now, who);
      case 6 -> book.heldUp(now, who);
      case 7 -> book.unanswered(now, who);
      case 8 -> book.callBack(now, who);
      default -> {
        if (random.nextInt(100) == 0) {
          book.turnPrivate();
        } else if (random.nextInt(10) == 0) {
          book.ban(who);
        }
      }
    }
  }

  /// Calls whoever may be called in these seconds, in vain; how many that were.
  private static int calls(PeerBook book, long from, long to) {
    int calls = 0;
    for (long second = from; second < to; second++) {
      for (Endpoint at = book.next(second * SECOND, true);
          at != null;
          at = book.next(second * SECOND, true)) {
        calls++;
        book.disconnected(second * SECOND, at, true, false);
      }
    }
    return calls;
  }

  private static void learnMany(PeerBook book, PeerSource source, int from) {
    for (int i = 0; i < PeerBook.MAX_KNOWN; i++) {
      book.learn(0, source, new Endpoint(IpAddress.v4(from + i), 6881), false);
    }
  }
}
