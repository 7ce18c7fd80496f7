package dev.freshet.core.bound;

import static dev.freshet.core.bound.Mixes.MEGA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FlashCrowdTest {
  private static final double HAIR = 1e-6;

  @Test
  void aCrowdThatComesAtOnceIsADistribution() throws BoundException {
    Distribution equal = Mixes.equal(100, 50, 1);
    assertThat(FlashCrowd.evenly(equal, 0).lastPeerSeconds())
        .isCloseTo(equal.discrete().seconds(), within(HAIR));
    FlashCrowd later =
        FlashCrowd.of(50 * MEGA, MEGA, MEGA, List.of(new Arrival(30, new PeerClass(100, MEGA, 0))));
    assertThat(later.lastPeerSeconds()).isCloseTo(30 + equal.discrete().seconds(), within(HAIR));
  }

  @Test
  void whoComesLastNeedsItsBytesFromThoseWhoAreThere() throws BoundException {
    // the last finds uplinks of 3 MB/s, its own too, for its 60 MB; two came before at 0 and 10
    FlashCrowd crowd =
        FlashCrowd.of(
            60 * MEGA,
            MEGA,
            MEGA,
            List.of(
                new Arrival(1000, new PeerClass(1, 0, 0)),
                new Arrival(10, new PeerClass(1, MEGA, 0)),
                new Arrival(0, new PeerClass(1, MEGA, 0))));
    assertThat(crowd.lastPeerSeconds()).isCloseTo(1000 + 60 / 3.0, within(HAIR));
  }

  @Test
  void whoComesLastMustReceiveToo() throws BoundException {
    FlashCrowd crowd =
        FlashCrowd.of(
            60 * MEGA,
            MEGA,
            MEGA,
            List.of(
                new Arrival(0, new PeerClass(5, MEGA, 0)),
                new Arrival(500, new PeerClass(1, MEGA, MEGA / 10))));
    assertThat(crowd.lastPeerSeconds()).isCloseTo(1100, within(HAIR));
  }

  @Test
  void theVolumeBindsFromWhateverArrivalWantsMost() throws BoundException {
    // 20 takers that send nothing, at 100 s: 20 * 60 MB at 1 MB/s
    FlashCrowd crowd =
        FlashCrowd.of(
            60 * MEGA,
            MEGA,
            MEGA,
            List.of(
                new Arrival(0, new PeerClass(1, 0, 0)),
                new Arrival(100, new PeerClass(20, 0, 0)),
                new Arrival(110, new PeerClass(1, 0, 0))));
    assertThat(crowd.lastPeerSeconds()).isCloseTo(100 + 21 * 60, within(HAIR));
  }

  @Test
  void aSlowStreamOfPeersEndsSoonAfterTheLast() throws BoundException {
    Distribution equal = Mixes.equal(100, 50, 1);
    double last = FlashCrowd.evenly(equal, 10_000).lastPeerSeconds();
    assertThat(last).isBetween(10_000.0, 10_051.0);
  }

  @Test
  void comingLaterNeverEndsEarlier() throws BoundException {
    Distribution mixed = Mixes.mixed();
    double before = 0;
    for (int span = 0; span < 1000; span += 50) {
      double now = FlashCrowd.evenly(mixed, span).lastPeerSeconds();
      assertThat(now).isGreaterThanOrEqualTo(before * (1 - 1e-12));
      before = now;
    }
  }

  @Test
  void aMomentHasSeenAFairShareOfEveryClass() {
    FairOrder order = new FairOrder(List.of(new PeerClass(2, 1, 0), new PeerClass(4, 2, 0)));
    List<Long> ups =
        Stream.generate(order::next).limit(6).map(PeerClass::upBytesPerSecond).toList();
    assertThat(ups).containsExactly(2L, 1L, 2L, 2L, 1L, 2L);
    assertThatThrownBy(order::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tooManyToFollowIsOneClause() {
    Distribution crowd = Mixes.equal(1_000_001, 1, 1);
    assertThatThrownBy(() -> FlashCrowd.evenly(crowd, 1))
        .isInstanceOf(BoundException.class)
        .hasMessage("1000001 peers that come one by one are more than 1,000,000");
    assertThatThrownBy(() -> FlashCrowd.evenly(Mixes.equal(1, 1, 1), Double.NaN))
        .isInstanceOf(BoundException.class);
  }
}
