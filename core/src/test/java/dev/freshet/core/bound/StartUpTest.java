package dev.freshet.core.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StartUpTest {
  @ParameterizedTest
  @CsvSource({"1, 2.00, 10", "4, 1.50, 17", "8, 1.32, 25"})
  void moreTransfersAtOnceStartMoreSlowly(int slots, double growth, double pieceTimes) {
    assertThat(StartUp.growth(slots)).isCloseTo(growth, within(0.005));
    assertThat(StartUp.pieceTimes(1000, slots)).isCloseTo(pieceTimes, within(0.5));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "3, 1", "4, 2", "1000, 9", "1023, 9", "1024, 10"})
  void holdersDoubleThisOften(long peers, int doublings) {
    assertThat(StartUp.doublings(peers)).isEqualTo(doublings);
  }

  @Test
  void thePieceSizeThatBalancesStartAndHavesIs202KibibytesForAThousandPeers() {
    double best = PieceSize.balancedBytes(1L << 30, 40, 1000);
    assertThat(best / 1024).isCloseTo(202.4, within(0.05));
    assertThat(PieceSize.costShare(1L << 30, best, 40, 1000)).isCloseTo(0.0035, within(0.00005));
    assertThat(PieceSize.costShare(1L << 30, 2 * best, 40, 1000)).isGreaterThan(0.0035);
    assertThat(PieceSize.costShare(1L << 30, best / 2, 40, 1000)).isGreaterThan(0.0035);
  }
}
