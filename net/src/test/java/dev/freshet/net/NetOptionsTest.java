package dev.freshet.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NetOptionsTest {
  @Test
  void theDefaultsAreThese() {
    assertThat(NetOptions.defaults())
        .isEqualTo(
            new NetOptions(0, List.of(), 1000, 33_554_432, 15_000_000_000L, "Freshet/0.1.0", null));
  }

  @Test
  void nonsenseIsRefused() {
    NetOptions usual = NetOptions.defaults();
    assertThatThrownBy(() -> usual.withPort(65536)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> usual.withMaxConnections(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> usual.withMaxReadBytes(1000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> usual.withConnectTimeoutNanos(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
