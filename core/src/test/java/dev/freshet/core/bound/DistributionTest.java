package dev.freshet.core.bound;

import static dev.freshet.core.bound.Mixes.MEGA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DistributionTest {
  private static final double HAIR = 1e-9;

  @Test
  void whatASinglePeerWaitsForIsTheOriginAndNoSpreading() {
    Distribution single =
        Mixes.of(1_000_000_000, 524_288, MEGA, List.of(new PeerClass(1, MEGA, 0)));
    assertThat(single.discrete()).isEqualTo(new Bound(1000, Term.ORIGIN_UPLINK));
  }

  @Test
  void theTextbookExampleTakes100000SecondsFromTheOriginAndAThousandWithHelp() {
    Distribution textbook =
        Mixes.of(1_000_000_000, MEGA, MEGA, List.of(new PeerClass(100, MEGA, 0)));
    assertThat(textbook.clientServer()).isEqualTo(new Bound(100_000, Term.ORIGIN_UPLINK));
    assertThat(textbook.peerToPeer()).isEqualTo(new Bound(1000, Term.ORIGIN_UPLINK));
    double volume = 100e9 / textbook.uplinksBytesPerSecond();
    assertThat(volume).isCloseTo(990.1, within(0.05));
  }

  @Test
  void aSlowDownlinkBindsBoth() {
    Distribution slow =
        Mixes.of(
            100 * MEGA,
            MEGA,
            MEGA,
            List.of(new PeerClass(50, MEGA, 0), new PeerClass(1, MEGA, 1000)));
    assertThat(slow.clientServer()).isEqualTo(new Bound(100_000, Term.SLOWEST_DOWNLINK));
    assertThat(slow.peerToPeer()).isEqualTo(new Bound(100_000, Term.SLOWEST_DOWNLINK));
    assertThat(slow.discrete()).isEqualTo(new Bound(100_000, Term.SLOWEST_DOWNLINK));
  }

  @Test
  void allUplinksBindWhereTheOriginIsFast() {
    assertThat(Mixes.equal(1000, 1000, 10).peerToPeer().term()).isEqualTo(Term.ALL_UPLINKS);
    assertThat(Mixes.equal(1000, 1000, 10).peerToPeer().seconds())
        .isCloseTo(1e6 / 1010, within(HAIR));
  }

  @ParameterizedTest
  @CsvSource({"100, 4.2, 6", "1000, 6.5, 9", "10000, 8.8, 13"})
  void piecesCostThisManyPieceTimesMoreThanAFluid(long peers, double many, double single) {
    Distribution equal = Mixes.equal(peers, 1000, 1);
    assertThat(equal.discrete().term()).isEqualTo(Term.LAST_PIECE);
    assertThat(equal.discrete().seconds() - 1000).isCloseTo(many, within(0.05));
    assertThat(equal.singleSourceSeconds().orElseThrow() - 1000).isCloseTo(single, within(HAIR));
  }

  @Test
  void equalUplinksCostTheHarmonicNumberLessOne() {
    double harmonic = 0;
    for (int n = 1; n <= 1000; n++) {
      harmonic += 1.0 / n;
    }
    Distribution equal = Mixes.equal(1000, 50, 1);
    assertThat(equal.lastPieceSeconds()).isCloseTo(50 + harmonic - 1, within(HAIR));
    assertThat(equal.coldStartSeconds()).isCloseTo(harmonic + 1000.0 * 49 / 1001, within(HAIR));
  }

  @Test
  void anOriginTenTimesAsFastNeedsLessOfACorrection() {
    Distribution fast = Mixes.equal(1000, 1000, 10);
    assertThat(fast.peerToPeer().seconds()).isCloseTo(990.1, within(0.05));
    assertThat(fast.discrete().seconds()).isCloseTo(993.8, within(0.05));
    assertThat(fast.discrete().term()).isEqualTo(Term.COLD_START);
    assertThat(fast.discrete().seconds() / fast.peerToPeer().seconds() - 1)
        .isCloseTo(0.0037, within(0.00005));
    assertThat(fast.singleSourceSeconds()).isEmpty();
  }

  @Test
  void unequalUplinksAreTakenFastestFirst() {
    Distribution mixed = Mixes.mixed();
    assertThat(mixed.peerToPeer().seconds()).isCloseTo(302.11, within(0.005));
    assertThat(mixed.discrete().seconds()).isCloseTo(302.70, within(0.005));
  }

  @Test
  void theSumsAreThoseOfTheirTermsOneByOne() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      List<PeerClass> classes = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        classes.add(new PeerClass(1 + random.nextInt(2000), random.nextInt(100) * 1000L, 0));
      }
      Distribution distribution = Mixes.of(1_000_000, 1000, 1 + random.nextInt(100_000), classes);
      double[] plain = plainBounds(distribution);
      assertThat(distribution.lastPieceSeconds()).isCloseTo(plain[0], within(plain[0] * 1e-12));
      assertThat(distribution.coldStartSeconds()).isCloseTo(plain[1], within(plain[1] * 1e-12));
    }
  }

  /// `B1` and `B2` term by term.
  private static double[] plainBounds(Distribution of) {
    double[] ups =
        of.classes().stream()
            .flatMapToDouble(
                each -> DoubleStream.generate(each::upBytesPerSecond).limit(each.count()))
            .sorted()
            .toArray();
    double sum = of.originBytesPerSecond();
    double spread = 0;
    double fromZero = 1 / sum;
    for (int n = 1; n < ups.length; n++) {
      sum += ups[ups.length - n];
      spread += 1 / sum;
      fromZero += 1 / sum;
    }
    sum += ups[0];
    double p = of.pieceBytes();
    double size = of.sizeBytes();
    return new double[] {
      size / of.originBytesPerSecond() + p * spread, p * fromZero + ups.length * (size - p) / sum
    };
  }

  @Test
  void aMillionMillionPeersAreAsQuickAsOne() {
    double seconds = Mixes.equal(1_000_000_000_000L, 1000, 1).discrete().seconds();
    double harmonic = Math.log(1e12) + 0.5772156649015329 + 0.5e-12;
    assertThat(seconds).isCloseTo(1000 + harmonic - 1, within(HAIR));
  }

  @Test
  void onePeerTakesAsLongAsTheOriginSends() {
    Distribution one = Mixes.equal(1, 10, 1);
    assertThat(one.clientServer().seconds()).isEqualTo(10);
    assertThat(one.peerToPeer().seconds()).isEqualTo(10);
    assertThat(one.discrete().seconds()).isEqualTo(10);
    assertThat(one.singleSourceSeconds()).hasValue(10);
  }

  @Test
  void peersThatSendNothingLeaveTheOriginAlone() {
    Distribution takers = Mixes.of(10 * MEGA, MEGA, MEGA, List.of(new PeerClass(7, 0, 0)));
    assertThat(takers.discrete().seconds()).isCloseTo(70, within(HAIR));
    assertThat(takers.discrete().seconds()).isEqualTo(takers.clientServer().seconds());
  }

  @Test
  void aFileSmallerThanAPieceIsOnePiece() {
    Distribution small = Mixes.of(500, MEGA, 100, List.of(new PeerClass(3, 100, 0)));
    assertThat(small.pieces()).isEqualTo(1);
    assertThat(small.pieceBytes()).isEqualTo(500);
    assertThat(small.singleSourceSeconds()).hasValue(10);
  }

  @Test
  void aShortLastPieceCountsAsWhatIsTrueBothWays() {
    Distribution whole = Mixes.equal(100, 10, 1);
    List<PeerClass> peers = whole.classes();
    double spread = whole.lastPieceSeconds() - 10;
    Distribution speck = Mixes.of(10 * MEGA + 1, MEGA, MEGA, peers);
    assertThat(speck.pieces()).isEqualTo(11);
    assertThat(speck.discrete().seconds()).isCloseTo(10 + spread, within(1e-4));
    Distribution nearly = Mixes.of(11 * MEGA - 1, MEGA, MEGA, peers);
    assertThat(nearly.discrete().seconds()).isCloseTo(11 + spread, within(1e-4));
  }

  @Test
  void piecesNeverBeatTheFluidAndMoreOfAnythingNeverTakesLess() throws BoundException {
    Random random = new Random(2);
    for (int round = 0; round < 2000; round++) {
      List<PeerClass> classes = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        classes.add(
            new PeerClass(1 + random.nextInt(300), random.nextInt(5000), random.nextInt(9000)));
      }
      long size = 1L + random.nextInt(100_000);
      Distribution one =
          Distribution.of(size, 1 + random.nextInt(2000), 1 + random.nextInt(5000), classes);
      double bound = one.discrete().seconds();
      double least = bound * (1 - 1e-12);
      assertThat(bound * (1 + 1e-12)).isGreaterThanOrEqualTo(one.peerToPeer().seconds());
      assertThat(one.clientServer().seconds() * (1 + 1e-12))
          .isGreaterThanOrEqualTo(one.peerToPeer().seconds());
      Distribution larger =
          Distribution.of(
              size + random.nextInt(500), one.pieceBytes(), one.originBytesPerSecond(), classes);
      assertThat(larger.discrete().seconds()).isGreaterThanOrEqualTo(least);
      assertThat(one.withOrigin(1L + one.originBytesPerSecond() / 2).discrete().seconds())
          .isGreaterThanOrEqualTo(least);
      List<PeerClass> slower =
          classes.stream()
              .map(each ->
                  new PeerClass(
                      each.count(), each.upBytesPerSecond() / 2, each.downBytesPerSecond()))
              .toList();
      assertThat(one.withClasses(slower).discrete().seconds()).isGreaterThanOrEqualTo(least);
    }
  }

  @Test
  void moreEqualPeersNeverTakeLess() {
    for (int s = 1; s < 12; s += 5) {
      double before = 0;
      for (int peers = 1; peers < 400; peers++) {
        double now = Mixes.equal(peers, 20, s).discrete().seconds();
        assertThat(now).isGreaterThanOrEqualTo(before * (1 - 1e-12));
        before = now;
      }
    }
  }

  @Test
  void smallerPiecesNeverTakeLonger() throws BoundException {
    Distribution mixed = Mixes.mixed();
    double before = Double.POSITIVE_INFINITY;
    for (long piece = 8 * MEGA; piece >= 125_000; piece /= 2) {
      double now = mixed.withPieceBytes(piece).discrete().seconds();
      assertThat(now).isLessThanOrEqualTo(before);
      before = now;
    }
  }

  @Test
  void nonsenseIsOneClause() {
    List<PeerClass> some = List.of(new PeerClass(1, 1, 1));
    refused(() -> Distribution.of(0, 1, 1, some))
        .isEqualTo("a file of 0 bytes has no distribution time");
    refused(() -> Distribution.of(-5, 1, 1, some)).contains("-5 bytes");
    refused(() -> Distribution.of(1, 0, 1, some)).contains("pieces of 0 bytes");
    refused(() -> Distribution.of(1, 1, 0, some)).contains("uplink of 0 bytes a second");
    refused(() -> Distribution.of(1, 1, 1, List.of())).contains("without peers");
    refused(() -> Distribution.of(1, 1, 1, List.of(new PeerClass(0, 1, 1))))
        .contains("without peers");
    PeerClass most = new PeerClass(Long.MAX_VALUE, 1, 1);
    refused(() -> Distribution.of(1, 1, 1, List.of(most, most))).contains("too many to count");
    assertThatThrownBy(() -> new PeerClass(1, -1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLargestNumbersStayFinite() {
    PeerClass most = new PeerClass(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    Distribution huge = Mixes.of(Long.MAX_VALUE, Long.MAX_VALUE, 1, List.of(most));
    assertThat(huge.clientServer().seconds()).isFinite();
    assertThat(huge.discrete().seconds()).isFinite();
    assertThat(huge.pieces()).isEqualTo(1);
  }

  private static AbstractStringAssert<?> refused(ThrowingCallable making) {
    BoundException problem = Assertions.catchThrowableOfType(BoundException.class, making);
    return assertThat(problem.clause());
  }
}
