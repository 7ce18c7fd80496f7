package dev.freshet.core.bound;

import static dev.freshet.core.bound.Mixes.MEGA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SteadyStateTest {
  private static final double HAIR = 1e-9;

  @Test
  void theMeanIsWhatTheOriginDoesNotSendOverTheUplinkOfAPeer() throws BoundException {
    // F/u = 1000 s, u_s/(lambda u) = 10 MB/s / (0.1/s * 1 MB/s) = 100 s
    SteadyState steady = SteadyState.of(Mixes.equal(10, 1000, 10), 0.1);
    assertThat(steady.meanSeconds()).isCloseTo(900, within(HAIR));
  }

  @Test
  void aSlowDownlinkBindsTheMean() throws BoundException {
    Distribution slow = Mixes.of(100 * MEGA, MEGA, MEGA, List.of(new PeerClass(1, MEGA, MEGA / 2)));
    assertThat(SteadyState.of(slow, 1).meanSeconds()).isCloseTo(200, within(HAIR));
  }

  @Test
  void anOriginThatCarriesAllLeavesNothingToThePeers() throws BoundException {
    Distribution takers = Mixes.of(100 * MEGA, MEGA, MEGA, List.of(new PeerClass(1, 0, 0)));
    assertThat(SteadyState.of(takers, 0.01).meanSeconds()).isZero();
    assertThat(SteadyState.of(takers, 0.02).meanSeconds()).isInfinite();
  }

  @Test
  void wherePeersDifferTheFastestMayBeThere() throws BoundException {
    Distribution mixed =
        Mixes.of(
            100 * MEGA,
            MEGA,
            MEGA,
            List.of(new PeerClass(1, MEGA, 0), new PeerClass(1, 4 * MEGA, 0)));
    assertThat(SteadyState.of(mixed, 0.1).meanSeconds()).isCloseTo(90 / 4.0, within(HAIR));
  }

  @Test
  void theCrowdStaysFiniteWhileTheOriginSendsMorePiecesThanPeersCome() throws BoundException {
    Distribution tenPiecesASecond = Mixes.equal(1, 1000, 10);
    assertThat(SteadyState.of(tenPiecesASecond, 9.9).stable()).isTrue();
    assertThat(SteadyState.of(tenPiecesASecond, 10).stable()).isFalse();
    assertThat(SteadyState.of(tenPiecesASecond, 1).stablePeersPerSecond()).isEqualTo(10);
  }

  @Test
  void whereNobodySendsTheCrowdStaysFiniteOnlyWhileTheOriginSendsAllThatComes()
      throws BoundException {
    Distribution takers = Mixes.of(100 * MEGA, MEGA, MEGA, List.of(new PeerClass(1, 0, 0)));
    assertThat(SteadyState.of(takers, 0.009).stable()).isTrue();
    assertThat(SteadyState.of(takers, 0.02).stable()).isFalse();
  }

  @Test
  void nonsenseIsOneClause() {
    assertThatThrownBy(() -> SteadyState.of(Mixes.equal(1, 1, 1), 0))
        .isInstanceOf(BoundException.class)
        .hasMessage("0.0 peers a second never settle");
  }
}
