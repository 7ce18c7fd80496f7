package dev.freshet.sim.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.sim.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Swarms with random misfortunes. `-Dfreshet.seeds=FROM-TO` plays others than the usual.
final class TrialTest {
  private static final String SEEDS = System.getProperty("freshet.seeds", "1-300");
  private static final long FROM = Long.parseLong(SEEDS.split("-", 2)[0]);
  private static final long TO = Long.parseLong(SEEDS.split("-", 2)[1]);

  /// Enough trials for each fault to strike.
  private static final int ENOUGH = 200;

  /// Enough trials for the rarest of the planted bugs to matter: who is never called again is
  /// missed by a peer in eleven of a thousand.
  private static final int ENOUGH_FOR_A_BUG = 1000;

  @Test
  void everyone_keeps_the_rules_and_gets_everything_whatever_happens() {
    Sweep.Findings found = Sweep.run(FROM, TO, 1, null, result -> {});
    assertThat(found.failures().stream().map(TrialTest::told)).isEmpty();
    if (TO - FROM + 1 >= ENOUGH) {
      assertThat(found.faults().missing()).as("faults that never struck").isEmpty();
    }
  }

  private static String told(TrialResult result) {
    return "seed %d: %s; replay: tools/sweep --log %d"
        .formatted(result.seed(), result.failure(), result.seed());
  }

  @ParameterizedTest
  @EnumSource(Plant.class)
  void a_checker_finds_each_planted_bug(Plant plant) {
    for (long seed = FROM; seed < FROM + ENOUGH_FOR_A_BUG; seed++) {
      if (Trial.run(seed, plant, null).failure() != null) {
        return;
      }
    }
    throw new AssertionError("nobody found " + plant);
  }

  @Test
  void the_same_number_gives_the_same_course() {
    for (long seed = 1; seed <= 10; seed++) {
      List<String> once = new ArrayList<>();
      List<String> again = new ArrayList<>();
      TrialResult one = Trial.run(seed, null, once::add);
      TrialResult other = Trial.run(seed, null, again::add);
      assertThat(other.digest()).isEqualTo(one.digest());
      assertThat(other.faults().all()).isEqualTo(one.faults().all());
      assertThat(again).hasSameSizeAs(once);
    }
    assertThat(Trial.run(1).digest()).isNotEqualTo(Trial.run(2).digest());
  }

  @Test
  void a_trial_that_needs_no_fault_counts_none() {
    assertThat(Sweep.run(1, 0, 1, null, result -> {}).faults().missing())
        .containsExactly(Fault.values());
  }
}
