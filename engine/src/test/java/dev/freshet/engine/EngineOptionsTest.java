package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.api.RateLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EngineOptionsTest {
  @Test
  void theDefaultsAreThese() {
    EngineOptions usual = EngineOptions.defaults();
    assertThat(usual.port()).isZero();
    assertThat(usual.bind()).isEmpty();
    assertThat(usual.limits()).isEqualTo(RateLimits.NONE);
    assertThat(usual.stateDirectory()).isAbsolute().endsWithRaw(Path.of("freshet"));
    assertThat(usual.maxConnections()).isEqualTo(500);
    assertThat(usual.diskThreads()).isBetween(2, 8);
    assertThat(usual.writeBudgetBytes()).isEqualTo(32 << 20);
    assertThat(usual.closeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(usual.seed()).isNotEqualTo(EngineOptions.defaults().seed());
  }

  @Test
  void nonsenseIsRefused() {
    EngineOptions usual = EngineOptions.defaults();
    assertThatThrownBy(() -> usual.withPort(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> usual.withMaxConnections(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> usual.withDiskThreads(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> usual.withWriteBudgetBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> usual.withCloseTimeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stateIsKeptWhereTheEnvironmentSays() {
    assertThat(EngineOptions.usualStateDirectory(Map.of("HOME", "/h", "XDG_STATE_HOME", "/x")))
        .isEqualTo(Path.of("/x/freshet"));
    assertThat(EngineOptions.usualStateDirectory(Map.of("HOME", "/h", "XDG_STATE_HOME", "x")))
        .isEqualTo(Path.of("/h/.local/state/freshet"));
    for (String nowhere : new String[] {"", "h"}) {
      assertThat(EngineOptions.usualStateDirectory(Map.of("HOME", nowhere)))
          .isEqualTo(EngineOptions.usualStateDirectory(Map.of()));
    }
    assertThat(EngineOptions.usualStateDirectory(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/freshet"));
  }
}
