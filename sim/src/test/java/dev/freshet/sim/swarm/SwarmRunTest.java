package dev.freshet.sim.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.Line;
import dev.freshet.sim.scenario.OriginKind;
import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.Scenario;
import dev.freshet.sim.scenario.Staying;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SwarmRunTest {
  private static Scenario crowd(int peers, long size, OriginKind kind) {
    return new Scenario(
        "crowd",
        size,
        64 * 1024,
        Line.up(1_000_000),
        kind,
        List.of(PeerGroup.crowd(peers, Line.up(1_000_000))),
        40,
        null,
        false,
        3_600_000_000_000L);
  }

  @Test
  void everyone_gets_everything() {
    Outcome outcome = SwarmRun.run(crowd(20, 8 << 20, OriginKind.SUPER_SEED), 1, sample -> {});
    assertThat(outcome.unfinished()).isZero();
    assertThat(outcome.peers()).allMatch(peer -> peer.received() >= 8 << 20);
  }

  @Test
  void a_web_server_that_all_turn_to_at_once_sends_little_more_than_one_copy() {
    long size = 8 << 20;
    Outcome outcome = SwarmRun.run(crowd(30, size, OriginKind.WEB_SERVER), 1, sample -> {});
    assertThat(outcome.unfinished()).isZero();
    assertThat(outcome.origin()).isBetween(size, size * 105 / 100);
  }

  @Test
  void the_same_seed_gives_the_same_course_and_another_seed_another() {
    Outcome one = SwarmRun.run(crowd(10, 2 << 20, OriginKind.SUPER_SEED), 7, sample -> {});
    assertThat(SwarmRun.run(crowd(10, 2 << 20, OriginKind.SUPER_SEED), 7, sample -> {}))
        .isEqualTo(one);
    assertThat(SwarmRun.run(crowd(10, 2 << 20, OriginKind.SUPER_SEED), 8, sample -> {}).digest())
        .isNotEqualTo(one.digest());
  }

  private static PeerGroup group(String name, int count, long rate, long within) {
    return new PeerGroup(
        name,
        count,
        new Line(rate, rate, 20_000_000L, 0, 0),
        new Arrivals.Within(within),
        new Staying.Forever(),
        Conduct.HONEST,
        0,
        true);
  }

  /// The origin could send all of it to one in 2.1 s, and the slow take 2 % of its uplink each.
  @ParameterizedTest
  @CsvSource({"1, 1, 0, 4.5", "1, 1, 6, 6", "1, 3, 0, 4.5", "1, 3, 6, 6.5", "4, 4, 0, 5.5"})
  void the_fast_are_not_held_up_by_the_slow(int slow, int fast, long within, double most) {
    Scenario scenario =
        new Scenario(
            "slow and fast",
            2 << 20,
            64 * 1024,
            Line.up(1_000_000),
            OriginKind.SUPER_SEED,
            List.of(
                group("slow", slow, 20_000, 0),
                group("fast", fast, 1_000_000, within * 1_000_000_000L)),
            40,
            null,
            false,
            3_600_000_000_000L);
    for (int seed = 1; seed <= 5; seed++) {
      Outcome outcome = SwarmRun.run(scenario, seed, sample -> {});
      assertThat(outcome.unfinished()).isZero();
      assertThat(outcome.peers())
          .as("seed " + seed)
          .filteredOn(peer -> peer.group() == 1)
          .allMatch(peer -> peer.completedNanos() - peer.arrivedNanos() < most * 1e9);
    }
  }
}
