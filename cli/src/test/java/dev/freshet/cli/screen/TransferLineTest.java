package dev.freshet.cli.screen;

import static dev.freshet.cli.screen.Statuses.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Phase;
import dev.freshet.core.api.TorrentStatus;
import org.junit.jupiter.api.Test;

final class TransferLineTest {
  @Test
  void aDownloadSaysHowFarHowFastAndHowLong() {
    assertThat(TransferLine.of(status(Phase.DOWNLOADING, 1999, 0, ""), 120))
        .containsExactly(
            "big.iso  49.9% of 4.00 GB  ███████████▉░░░░░░░░░░░░  ↓ 12.3 MB/s  ↑ 1.50 MB/s"
                + "  7 peers  2m 05s left");
  }

  @Test
  void onANarrowTerminalTheBarGivesWayAndThenTheName() {
    TorrentStatus status = status(Phase.DOWNLOADING, 1999, 0, "");
    assertThat(TransferLine.of(status, 80))
        .containsExactly(
            "big.iso  49.9% of 4.00 GB  ██▍░░  ↓ 12.3 MB/s  ↑ 1.50 MB/s  7 peers  2m 05s left");
    assertThat(TransferLine.of(status, 79))
        .containsExactly(
            "big.iso  49.9% of 4.00 GB  ↓ 12.3 MB/s  ↑ 1.50 MB/s  7 peers  2m 05s left");
  }

  @Test
  void whatHoldsItUpStandsOnItsOwnLine() {
    assertThat(TransferLine.of(status(Phase.DOWNLOADING, 0, 0, "no peer has it\u001b"), 80))
        .hasSize(2)
        .last()
        .isEqualTo("  no peer has it\ufffd");
  }

  @Test
  void aCheckSaysHowFarItIs() {
    assertThat(TransferLine.of(status(Phase.CHECKING, 1000, 2000, ""), 80))
        .containsExactly(
            "big.iso  checking 50.0%  ████████████░░░░░░░░░░░░  1.00 GB good  2m 05s left");
  }

  @Test
  void aSeedSaysWhatItGave() {
    assertThat(TransferLine.of(status(Phase.SEEDING, 4000, 0, ""), 80))
        .containsExactly(
            "big.iso  seeding 4.00 GB  ↑ 1.50 MB/s  sent 1.00 GB (0.25 ×)  5 peers downloading");
  }

  @Test
  void aMagnetLinkIsNamedByItsHash() {
    assertThat(TransferLine.of(status(Phase.FETCHING_METADATA, 0, 0, ""), 80))
        .containsExactly("0000000000000000000000000000000…  asking peers what this is  7 peers");
  }
}
