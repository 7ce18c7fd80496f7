package dev.freshet.core.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Geometry;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestWindowTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int BLOCK = Geometry.BLOCK;

  /// A peer that sends one block each `gapNanos`, each at least `delayNanos` after it was asked
  /// for.
  private static final class Sender {
    final RequestWindow window = RequestWindow.start();
    final ArrayDeque<Long> asked = new ArrayDeque<>();
    long now;
    long freeAt;
    long blocks;

    void fill() {
      while (asked.size() < window.size()) {
        asked.add(now);
        window.asked(now, asked.size());
      }
    }

    void run(long until, long delayNanos, long gapNanos) {
      while (true) {
        fill();
        long at = asked.element();
        long arrival = Math.max(Math.max(at + delayNanos, freeAt), now);
        if (arrival > until) {
          now = until;
          return;
        }
        now = arrival;
        freeAt = arrival + gapNanos;
        asked.remove();
        blocks++;
        window.arrived(now, at, BLOCK);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // delay in ms, blocks a second: window expected = rate * (delay + 0.25 s) and one block more
    "50, 100, 31",
    "1, 60, 16",
    "200, 20, 10",
    "300, 300, 166",
    "100, 1, 4",
    "10, 100000, 500"
  })
  void windowBecomesRateTimesDelayAndAQuarterOfASecondMore(long delay, long rate, int expected) {
    var sender = new Sender();
    sender.run(30 * SECOND, delay * 1_000_000, SECOND / rate);
    assertThat(sender.window.size())
        .isBetween((int) Math.floor(expected * 0.9), (int) Math.ceil(expected * 1.1) + 1);
  }

  @Test
  void peerThatSendsInBurstsHasWorkBetweenThem() {
    var sender = new Sender();
    sender.fill();
    long blocks = 0;
    for (int burst = 1; burst <= 60; burst++) {
      // twice a second half a second's worth at once, of what it was asked for by then
      sender.now = burst * SECOND / 2;
      int answers = Math.min(50, sender.asked.size());
      for (int i = 0; i < answers; i++) {
        sender.window.arrived(sender.now, sender.asked.remove(), BLOCK);
        sender.fill();
      }
      blocks += answers;
    }
    assertThat(blocks).isGreaterThan(60 * 50 * 9 / 10);
    assertThat(sender.window.size()).isBetween(50, 150);
  }

  @Test
  void windowDoublesAtTheStartUntilTheLinkIsFull() {
    var sender = new Sender();
    // 10 MB/s at 100 ms: 61 blocks fill the pipe
    sender.run(2 * SECOND, SECOND / 10, SECOND / 610);
    assertThat(sender.blocks).isGreaterThan(700);
    assertThat(sender.window.size()).isBetween(200, 235);
  }

  @Test
  void windowFollowsAPeerThatBecomesSlow() {
    var sender = new Sender();
    sender.run(10 * SECOND, SECOND / 50, SECOND / 200);
    assertThat(sender.window.size()).isGreaterThan(48);
    sender.run(90 * SECOND, SECOND / 50, SECOND / 10);
    assertThat(sender.window.size()).isLessThan(10);
    sender.run(100 * SECOND, SECOND / 50, SECOND / 200);
    assertThat(sender.window.size()).isGreaterThan(45);
  }

  @Test
  void timeWithoutRequestsDoesNotCount() {
    var window = RequestWindow.start();
    long now = 0;
    for (int i = 0; i < 50; i++) {
      window.asked(now, 1);
      window.arrived(now + SECOND / 1000, now, BLOCK);
      now += 10 * SECOND;
    }
    assertThat(window.size()).isGreaterThan(100);
    assertThat(window.snubbed(now, 0)).isFalse();
  }

  @Test
  void windowKeepsToWhatThePeerTakes() {
    var sender = new Sender();
    sender.window.limit(2);
    assertThat(sender.window.size()).isEqualTo(2);
    sender.window.limit(50);
    sender.run(20 * SECOND, SECOND / 10, SECOND / 1000);
    assertThat(sender.window.size()).isEqualTo(50);
  }

  @Test
  void peerThatOwesABlockForTooLongSnubsUsUntilOneComes() {
    var window = RequestWindow.start();
    window.asked(0, 1);
    window.asked(0, 2);
    assertThat(window.snubbed(20 * SECOND - 1, 2)).isFalse();
    assertThat(window.snubDeadline()).isEqualTo(20 * SECOND);
    assertThat(window.snubbed(20 * SECOND, 2)).isTrue();
    assertThat(window.size()).isEqualTo(1);
    assertThat(window.snubbed(60 * SECOND, 0)).isTrue();

    window.arrived(61 * SECOND, 0, BLOCK);

    assertThat(window.snubbed(61 * SECOND, 1)).isFalse();
    assertThat(window.size()).isEqualTo(RequestWindow.MIN);
  }

  @Test
  void peerThatUsedToBeQuickSnubsUsSooner() {
    var sender = new Sender();
    sender.run(10 * SECOND, SECOND / 50, SECOND / 200);
    long last = sender.now;
    assertThat(sender.window.snubbed(last + 19 * SECOND, 5)).isFalse();
    assertThat(sender.window.snubbed(last + 21 * SECOND, 5)).isTrue();
  }

  @Test
  void nothingAskedIsNoSnub() {
    var window = RequestWindow.start();
    assertThat(window.snubbed(1000 * SECOND, 0)).isFalse();
  }

  @Test
  void requestsTimeOutAfterSeveralTimesTheUsual() {
    assertThat(RequestWindow.start().timeoutNanos()).isEqualTo(60 * SECOND);
    var quick = new Sender();
    quick.run(10 * SECOND, SECOND / 50, SECOND / 200);
    assertThat(quick.window.timeoutNanos()).isEqualTo(10 * SECOND);
    var slow = new Sender();
    slow.run(200 * SECOND, SECOND / 50, SECOND);
    assertThat(slow.window.timeoutNanos()).isBetween(14 * SECOND, 18 * SECOND);
    var slower = new Sender();
    slower.run(900 * SECOND, SECOND / 50, 10 * SECOND);
    assertThat(slower.window.timeoutNanos()).isEqualTo(60 * SECOND);
  }

  @Test
  void defaultsAreAsDocumented() {
    assertThat(RequestWindow.start().size()).isEqualTo(4);
    assertThat(RequestWindow.MIN).isEqualTo(4);
    assertThat(RequestWindow.MAX).isEqualTo(500);
    assertThat(RequestWindow.MAX_TIMEOUT_NANOS).isEqualTo(60 * SECOND);
    assertThat(RequestWindow.MIN_TIMEOUT_NANOS).isEqualTo(10 * SECOND);
    assertThat(RequestWindow.MIN_SNUB_NANOS).isEqualTo(20 * SECOND);
    assertThat(RequestWindow.MAX_SNUB_NANOS).isEqualTo(60 * SECOND);
    assertThat(RequestWindow.CUSHION_NANOS).isEqualTo(SECOND / 4);
    assertThat(RequestWindow.MAX_CUSHION_NANOS).isEqualTo(SECOND);
  }
}
