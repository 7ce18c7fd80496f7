package dev.freshet.core.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PeerSharesTest {
  private static final List<PeerClass> MIX =
      List.of(new PeerClass(2, 10, 0), new PeerClass(6, 2, 0), new PeerClass(2, 1, 0));

  @Test
  void sharesStayAndTheNumberIsExact() {
    assertThat(counts(1000)).containsExactly(200L, 600L, 200L);
    assertThat(counts(1)).containsExactly(0L, 1L, 0L);
    assertThat(counts(4)).containsExactly(1L, 2L, 1L);
    for (long peers = 0; peers < 200; peers++) {
      assertThat(counts(peers).stream().mapToLong(Long::longValue).sum()).isEqualTo(peers);
    }
  }

  @Test
  void theLargestNumbersDoNotOverflow() {
    assertThat(PeerShares.of(List.of(new PeerClass(Long.MAX_VALUE, 1, 0)), Long.MAX_VALUE))
        .containsExactly(new PeerClass(Long.MAX_VALUE, 1, 0));
  }

  private static List<Long> counts(long peers) {
    return PeerShares.of(MIX, peers).stream().map(PeerClass::count).toList();
  }
}
