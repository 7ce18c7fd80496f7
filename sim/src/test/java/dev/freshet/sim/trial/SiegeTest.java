package dev.freshet.sim.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A crowd with 30 % attackers; `tools/sweep --siege` plays more of them.
class SiegeTest {
  private static final int CORRUPTERS = 3;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theHonestFinishInTimeAndJustTheCorruptersAreBanned(long seed) {
    Siege.Result result = Siege.run(seed);
    assertThat(result.failure()).isEmpty();
    assertThat(result.ratio()).isLessThanOrEqualTo(Siege.MOST);
    assertThat(result.cutOff()).isBetween(1, CORRUPTERS);
  }
}
