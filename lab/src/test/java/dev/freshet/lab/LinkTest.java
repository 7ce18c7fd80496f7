package dev.freshet.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.core.api.RateLimits;
import org.junit.jupiter.api.Test;

final class LinkTest {
  @Test
  void shutMeansAlmostNothingPassesWhereThereIsALimit() {
    assertThat(new Link(2_000_000, 0).shut()).isEqualTo(new RateLimits(1, 0));
    assertThat(new Link(0, 500_000).shut()).isEqualTo(new RateLimits(0, 1));
    assertThat(new Link(1, 1).limits()).isEqualTo(new RateLimits(1, 1));
  }

  @Test
  void theSlowerDirectionSaysHowLongTheCreditTakes() {
    assertThat(new Link(32_768, 65_536).creditNanos()).isEqualTo(1_000_000_000L);
    assertThat(new Link(0, 65_536).creditNanos()).isEqualTo(500_000_000L);
    assertThat(new Link(0, 0).creditNanos()).isZero();
  }

  @Test
  void negativeRatesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Link(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Link(0, -1));
  }
}
