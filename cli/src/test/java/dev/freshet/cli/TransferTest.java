package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.screen.Statuses;
import dev.freshet.core.api.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TransferTest {
  @Test
  void theEndOfADownloadIsOneLine() {
    assertThat(Transfer.summary(Statuses.seeding(List.of()), 100))
        .isEqualTo(
            "big.iso: complete and verified; received 2.00 GB in 1m 40s (20.0 MB/s), sent 1.00 GB");
  }

  @Test
  void anEndBeforeCompletionSaysHowFarItCame() {
    assertThat(Transfer.summary(Statuses.status(Phase.DOWNLOADING, 1000, 0, ""), 5))
        .isEqualTo("big.iso: 25.0% is here; received 2.00 GB in 5s (400 MB/s), sent 1.00 GB");
  }
}
