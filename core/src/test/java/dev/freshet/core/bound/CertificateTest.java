package dev.freshet.core.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CertificateTest {
  private static final double HAIR = 1e-9;

  /// One uplink of 10 from 5 s to 15 s, one of 20 from 10 s to 12 s, and the origin's 1.
  private final Certificate run =
      new Certificate(1, List.of(new Presence(5, 15, 10), new Presence(10, 12, 20)));

  @Test
  void whatCouldBeSentIsTheUplinksThatWereThere() {
    assertThat(run.sendableBytes(5)).isCloseTo(5, within(HAIR));
    assertThat(run.sendableBytes(10)).isCloseTo(5 + 5 * 11, within(HAIR));
    assertThat(run.sendableBytes(11)).isCloseTo(60 + 31, within(HAIR));
    assertThat(run.sendableBytes(100)).isCloseTo(100 + 100 + 40, within(HAIR));
  }

  @Test
  void theEarliestTimeIsWhenAllOfItCouldBeSent() {
    assertThat(run.earliestSeconds(3)).isCloseTo(3, within(HAIR));
    assertThat(run.earliestSeconds(60)).isCloseTo(10, within(HAIR));
    assertThat(run.earliestSeconds(91)).isCloseTo(11, within(HAIR));
    assertThat(run.earliestSeconds(240)).isCloseTo(100, within(HAIR));
  }

  @Test
  void utilisationIsTheShareThatWasSent() {
    assertThat(run.utilisation(120, 100)).isCloseTo(0.5, within(HAIR));
  }

  @Test
  void withPeersThatStayItIsTheVolumeBound() {
    Distribution equal = Mixes.equal(100, 50, 1);
    List<Presence> all = Collections.nCopies(100, new Presence(0, 1000, Mixes.MEGA));
    assertThat(new Certificate(Mixes.MEGA, all).earliestSeconds(100.0 * equal.sizeBytes()))
        .isCloseTo(100 * 50 / 101.0, within(HAIR));
  }

  @Test
  void presenceEndsAfterItBegins() {
    assertThatThrownBy(() -> new Presence(3, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Presence(0, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
