package dev.freshet.core.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  private record Passed(long at, long bytes) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 999, 16_384, 1_000_000, 123_456_789, TokenBucket.MAX_RATE})
  void noWindowLetsMorePassThanRateTimesLengthAndBurst(long rate) {
    for (int seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      long now = random.nextLong();
      var bucket = new TokenBucket(rate, now);
      List<Passed> passed = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        now += random.nextLong(1, random.nextBoolean() ? 1_000 : 3 * SECOND);
        long bytes = Math.min(bucket.available(now), random.nextLong(1, 200_000));
        if (bytes > 0) {
          bucket.take(now, bytes);
          passed.add(new Passed(now, bytes));
        }
      }
      for (int from = 0; from < passed.size(); from++) {
        long sum = 0;
        for (int to = from; to < passed.size(); to++) {
          sum += passed.get(to).bytes();
          double span = (passed.get(to).at() - passed.get(from).at()) / 1e9;
          assertThat((double) sum)
              .as("seed " + seed)
              .isLessThanOrEqualTo(rate * span + bucket.burst() + 1e-3);
        }
      }
    }
  }

  @Test
  void nothingIsLostHoweverOftenItIsAsked() {
    var bucket = new TokenBucket(1_000_003, 0);
    bucket.take(0, bucket.burst());
    long got = 0;
    // 10 s in steps of 7 ns would be too many; a step of 7,001 ns is no divisor of anything either
    long now = 0;
    while (now < 10 * SECOND) {
      now += 7_001;
      long available = bucket.available(now);
      bucket.take(now, available);
      got += available;
    }
    assertThat(got)
        .isEqualTo(Math.floorDiv(Math.multiplyExact(1_000_003L, now / 1000), 1_000_000L));
  }

  @Test
  void whatIsOwedIsPaidOffFirst() {
    var bucket = new TokenBucket(100_000, 0);
    bucket.take(0, bucket.burst() + 50_000);

    assertThat(bucket.available(0)).isEqualTo(-50_000);
    assertThat(bucket.available(SECOND / 2)).isZero();
    assertThat(bucket.available(SECOND)).isEqualTo(bucket.burst());
  }

  @Test
  void deadlineIsTheFirstMomentAtWhichTheBytesAreThere() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new SplittableRandom(seed);
      long now = random.nextLong();
      var bucket = new TokenBucket(random.nextLong(1, TokenBucket.MAX_RATE), now);
      bucket.take(now, random.nextLong(4 * bucket.burst()));
      now += random.nextLong(SECOND);
      long bytes = random.nextLong(1, bucket.burst());
      boolean there = bucket.available(now) >= bytes;

      long deadline = bucket.deadlineFor(now, bytes);

      if (there) {
        assertThat(deadline).as("seed " + seed).isEqualTo(now);
      } else {
        assertThat(bucket.available(deadline - 1)).as("seed " + seed).isLessThan(bytes);
        assertThat(bucket.available(deadline)).as("seed " + seed).isGreaterThanOrEqualTo(bytes);
      }
    }
  }

  @Test
  void moreThanTheBucketHoldsIsAllowedWhenItIsFull() {
    var bucket = new TokenBucket(16_384, 0);
    bucket.take(0, bucket.burst());

    assertThat(bucket.deadlineFor(0, 1 << 30)).isEqualTo(2 * SECOND);
  }

  @Test
  void refundIsThereAgainButNeverMoreThanTheBurst() {
    var bucket = new TokenBucket(1_000, 0);
    bucket.take(0, 20_000);
    bucket.refund(5_000);
    assertThat(bucket.available(0)).isEqualTo(bucket.burst() - 15_000);
    bucket.refund(1_000_000);
    assertThat(bucket.available(0)).isEqualTo(bucket.burst());
  }

  @Test
  void withoutLimitEverythingPasses() {
    var bucket = new TokenBucket(0, 5);
    bucket.take(6, Long.MAX_VALUE / 2);
    bucket.take(6, Long.MAX_VALUE / 2);

    assertThat(bucket.limited()).isFalse();
    assertThat(bucket.available(6)).isEqualTo(Long.MAX_VALUE);
    assertThat(bucket.deadlineFor(6, 1 << 20)).isEqualTo(6);
  }

  @Test
  void limitChangesAtRunTime() {
    var bucket = new TokenBucket(1_000_000, 0);
    bucket.take(0, bucket.burst());
    bucket.limit(SECOND / 10, 500_000);
    assertThat(bucket.available(SECOND / 10)).isEqualTo(100_000);
    assertThat(bucket.available(2 * SECOND / 10)).isEqualTo(125_000);
    bucket.limit(SECOND, 0);
    assertThat(bucket.limited()).isFalse();
    bucket.limit(2 * SECOND, 40_000);
    assertThat(bucket.available(2 * SECOND)).isEqualTo(32 * 1024);
  }

  @Test
  void yearsOfSilenceDoNotOverflow() {
    var bucket = new TokenBucket(TokenBucket.MAX_RATE, 0);
    bucket.take(0, Long.MAX_VALUE / 4);
    assertThat(bucket.available(100L * 365 * 86_400 * SECOND)).isEqualTo(bucket.burst());
  }

  @Test
  void burstIsAQuarterOfASecondButAtLeastTwoBlocks() {
    assertThat(new TokenBucket(1, 0).burst()).isEqualTo(32 * 1024);
    assertThat(new TokenBucket(4_000_000, 0).burst()).isEqualTo(1_000_000);
  }

  @Test
  void negativeLimitIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TokenBucket(-1, 0));
  }
}
