package dev.freshet.sim.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.core.bound.BoundException;
import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.Line;
import dev.freshet.sim.scenario.OriginKind;
import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.Scenario;
import dev.freshet.sim.scenario.Staying;
import dev.freshet.sim.scenario.Trunk;
import dev.freshet.sim.score.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PieceRunTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int PIECE = 64 * 1024;
  private static final Line LINE = Line.up(1_000_000);

  private static Scenario scenario(long size, PeerGroup... groups) {
    return new Scenario(
        "test",
        size,
        PIECE,
        LINE,
        OriginKind.SUPER_SEED,
        List.of(groups),
        40,
        null,
        false,
        10_000 * SECOND);
  }

  private static PeerGroup group(
      int count, Line line, Arrivals arrivals, Staying staying, Conduct conduct) {
    return new PeerGroup("group", count, line, arrivals, staying, conduct, 0, true);
  }

  private static PeerGroup group(int count, Staying staying, Conduct conduct) {
    return group(count, LINE, new Arrivals.AtOnce(), staying, conduct);
  }

  private static Outcome run(Scenario scenario) {
    return PieceRun.run(scenario, 1, sample -> {});
  }

  @Test
  void everyoneGetsEveryPieceOnceAndWhatIsReceivedWasSent() {
    long size = 500L * PIECE - 1000;
    Outcome outcome = run(scenario(size, PeerGroup.crowd(200, LINE)));
    assertThat(outcome.unfinished()).isZero();
    assertThat(outcome.peers()).allMatch(peer -> peer.received() == size);
    long sent = outcome.peers().stream().mapToLong(peer -> peer.sent()).sum();
    assertThat(sent + outcome.origin()).isEqualTo(200 * size);
    assertThat(outcome.gave().stream().flatMap(List::stream).mapToLong(each -> each).sum())
        .isEqualTo(200 * size);
    assertThat(outcome.events()).isEqualTo(200 * 500);
  }

  @Test
  void noRunIsFasterThanTheBound() throws BoundException {
    for (int peers : List.of(1, 2, 10, 100, 1000)) {
      Scenario scenario = scenario(200L * PIECE, PeerGroup.crowd(peers, LINE));
      Score score = Score.of(scenario, run(scenario));
      assertThat(score.unfinished()).isZero();
      assertThat(score.ratio()).as(peers + " peers").isBetween(1.0, 1.3);
      assertThat(score.utilisation()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void theSameSeedGivesTheSameOutcomeAndAnotherSeedAnother() {
    Scenario scenario = scenario(100L * PIECE, PeerGroup.crowd(50, LINE));
    assertThat(run(scenario)).isEqualTo(run(scenario));
    assertThat(PieceRun.run(scenario, 2, sample -> {}).digest())
        .isNotEqualTo(run(scenario).digest());
  }

  @Test
  void freeRidersSendNothingAndAreDoneLater() throws BoundException {
    Scenario scenario =
        scenario(
            500L * PIECE,
            group(80, new Staying.Forever(), Conduct.HONEST),
            group(20, new Staying.Forever(), Conduct.FREE_RIDER));
    Score score = Score.of(scenario, run(scenario));
    assertThat(score.unfinished()).isZero();
    assertThat(score.groups().getLast().sent()).isZero();
    assertThat(score.groups().getLast().mean()).isGreaterThan(score.groups().getFirst().mean());
  }

  @Test
  void whoLeavesWhenCompleteDoesNotStopTheRest() {
    Scenario scenario = scenario(300L * PIECE, group(200, new Staying.Linger(0), Conduct.HONEST));
    Outcome outcome = run(scenario);
    assertThat(outcome.unfinished()).isZero();
    assertThat(outcome.samples().getLast().present()).isLessThan(10);
  }

  @Test
  void peersThatComeAndGoKeepWhatTheyHad() {
    Scenario scenario =
        scenario(
            500L * PIECE,
            group(50, new Staying.Sessions(15 * SECOND, 5 * SECOND, 0), Conduct.HONEST));
    Outcome outcome = run(scenario);
    assertThat(outcome.unfinished()).isZero();
    assertThat(outcome.samples()).anyMatch(sample -> sample.present() < 45);
  }

  @Test
  void politePeersLeaveOnceTheyHaveGivenALittle() {
    Scenario scenario =
        scenario(
            200L * PIECE,
            group(100, LINE, new Arrivals.Every(SECOND), new Staying.Polite(), Conduct.HONEST));
    Outcome outcome = run(scenario);
    assertThat(outcome.unfinished()).isZero();
    assertThat(outcome.samples().getLast().present()).isLessThan(60);
  }

  @Test
  void peersComeOverTime() {
    Scenario scenario =
        scenario(
            100L * PIECE,
            group(100, LINE, new Arrivals.Poisson(SECOND), new Staying.Forever(), Conduct.HONEST));
    Outcome outcome = run(scenario);
    assertThat(outcome.unfinished()).isZero();
    assertThat(outcome.peers().getLast().arrivedNanos()).isGreaterThan(30 * SECOND);
    assertThat(outcome.peers()).allMatch(peer -> peer.completedNanos() > peer.arrivedNanos());
  }

  @Test
  void aDownlinkTakesNoMoreThanItsRate() {
    Line narrow = new Line(1_000_000, 250_000, 0, 0, 0);
    Scenario scenario = scenario(200L * PIECE, PeerGroup.crowd(20, narrow));
    Outcome outcome = run(scenario);
    assertThat(outcome.unfinished()).isZero();
    assertThat(outcome.nanos() / 1e9).isBetween(200.0 * PIECE / 250_000 - 2, 80.0);
  }

  @Test
  void whatThePieceLevelDoesNotHaveIsRefused() {
    Scenario apart =
        new Scenario(
            "apart",
            PIECE,
            PIECE,
            LINE,
            OriginKind.SUPER_SEED,
            List.of(PeerGroup.crowd(2, LINE)),
            40,
            new Trunk(1, 0),
            false,
            SECOND);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(apart))
        .withMessage("the piece level has no thin link between two sites");
  }
}
