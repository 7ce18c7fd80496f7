package dev.freshet.sim.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.core.bound.BoundException;
import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.Line;
import dev.freshet.sim.scenario.OriginKind;
import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.PeerResult;
import dev.freshet.sim.scenario.Scenario;
import dev.freshet.sim.scenario.Staying;
import dev.freshet.sim.scenario.Trunk;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ScoreTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int PIECE = 1 << 20;

  private static Scenario scenario(@Nullable Trunk trunk, PeerGroup... groups) {
    return new Scenario(
        "test",
        8 * PIECE,
        PIECE,
        Line.up(PIECE),
        OriginKind.SUPER_SEED,
        List.of(groups),
        40,
        trunk,
        false,
        SECOND);
  }

  private static PeerGroup group(int count, Conduct conduct, int site) {
    return new PeerGroup(
        "group",
        count,
        Line.up(PIECE),
        new Arrivals.AtOnce(),
        new Staying.Forever(),
        conduct,
        site,
        true);
  }

  private static Outcome outcome(long origin, long sendable, PeerResult... peers) {
    return new Outcome(
        1, 60 * SECOND, origin, List.of(peers), List.of(), List.of(), List.of(), sendable, 5, 6);
  }

  @Test
  void aRunIsHeldAgainstTheBoundsOfItsScenario() throws BoundException {
    Score score =
        Score.of(
            scenario(null, group(2, Conduct.HONEST, 0)),
            outcome(
                12L * PIECE,
                32L * PIECE,
                new PeerResult(0, 0, 9 * SECOND, 4L * PIECE, 8L * PIECE),
                new PeerResult(0, 0, 10 * SECOND, 4L * PIECE, 9L * PIECE)));
    assertThat(score.last()).isEqualTo(10);
    assertThat(score.mean()).isEqualTo(9.5);
    assertThat(score.unfinished()).isZero();
    assertThat(score.limits().clientServer()).isEqualTo(16);
    assertThat(score.limits().peerToPeer()).isEqualTo(8);
    assertThat(score.limits().discrete()).isEqualTo(8.5);
    assertThat(score.ratio()).isCloseTo(10 / 8.5, within(1e-12));
    assertThat(score.originOverSize()).isEqualTo(1.5);
    assertThat(score.utilisation()).isEqualTo(0.5);
  }

  @Test
  void whoNeverCompletedIsCountedAndNotAveraged() throws BoundException {
    Score score =
        Score.of(
            scenario(null, group(2, Conduct.HONEST, 0)),
            outcome(
                PIECE,
                PIECE,
                new PeerResult(0, SECOND, 9 * SECOND, 0, 1), //
                new PeerResult(0, 0, -1, 0, 0)));
    assertThat(score.unfinished()).isEqualTo(1);
    assertThat(score.last()).isEqualTo(9);
    assertThat(score.mean()).isEqualTo(8);
  }

  @Test
  void freeRidersSendNothingInTheBounds() throws BoundException {
    Limits honest = Limits.of(scenario(null, group(4, Conduct.HONEST, 0)));
    Limits half =
        Limits.of(scenario(null, group(2, Conduct.HONEST, 0), group(2, Conduct.FREE_RIDER, 0)));
    assertThat(honest.peerToPeer()).isEqualTo(8);
    assertThat(half.peerToPeer()).isCloseTo(32.0 / 3, within(1e-12));
  }

  @Test
  void oneCopyHasToComeOverTheThinLink() throws BoundException {
    Trunk thin = new Trunk(PIECE / 4, 0);
    assertThat(Limits.of(scenario(thin, group(2, Conduct.HONEST, 1))).discrete()).isEqualTo(32);
    assertThat(Limits.of(scenario(thin, group(2, Conduct.HONEST, 0))).discrete()).isEqualTo(8.5);
  }

  @Test
  void fairnessIsOneWhenAllGiveAlikeAndOneOverTheirNumberWhenOneGives() {
    assertThat(Score.jain(DoubleStream.of(2, 2, 2))).isCloseTo(1, within(1e-12));
    assertThat(Score.jain(DoubleStream.of(0, 0, 3, 0))).isCloseTo(0.25, within(1e-12));
    assertThat(Score.jain(DoubleStream.of())).isNaN();
  }
}
