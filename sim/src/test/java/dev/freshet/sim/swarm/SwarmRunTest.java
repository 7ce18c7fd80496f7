package dev.freshet.sim.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.sim.scenario.Line;
import dev.freshet.sim.scenario.OriginKind;
import dev.freshet.sim.scenario.Outcome;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
