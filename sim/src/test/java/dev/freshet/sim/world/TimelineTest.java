package dev.freshet.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TimelineTest {
  private static final int HOSTS = 7;
  private static final long DELAY = 20;

  @Test
  void eachHostLivesTheSameLifeWithAndWithoutLookahead() {
    for (long seed = 0; seed < 50; seed++) {
      List<List<String>> inOrder = play(seed, 0);
      assertThat(inOrder.stream().mapToInt(List::size).sum()).isGreaterThan(500);
      assertThat(play(seed, DELAY)).isEqualTo(inOrder);
      assertThat(play(seed, 3)).isEqualTo(inOrder);
    }
  }

  /// Hosts set themselves alarms and send each other words, and now and then all must stand still.
  private static List<List<String>> play(long seed, long lookahead) {
    Timeline time = new Timeline(lookahead);
    List<List<String>> lives = new ArrayList<>();
    List<SplittableRandom> chances = new ArrayList<>();
    for (int host = 0; host < HOSTS; host++) {
      time.join();
      lives.add(new ArrayList<>());
      chances.add(new SplittableRandom(seed * HOSTS + host));
    }
    for (int host = 0; host < HOSTS; host++) {
      int self = host;
      // at odd moments its own alarms, at even ones words: nothing meets at the same moment
      time.at(host, 2L * host + 1, () -> live(time, self, lives, chances));
    }
    for (long at = 100; at < 1000; at += 100) {
      time.at(at, () -> lives.forEach(life -> life.add("all stand still at " + time.now())));
    }
    assertThat(time.run(1000, () -> false)).isFalse();
    assertThat(time.now()).isEqualTo(1000);
    return lives;
  }

  private static void live(
      Timeline time, int self, List<List<String>> lives, List<SplittableRandom> chances) {
    lives.get(self).add("alarm at " + time.now());
    SplittableRandom chance = chances.get(self);
    time.at(self, time.now() + 2 * chance.nextLong(1, 10), () -> live(time, self, lives, chances));
    int other = chance.nextInt(HOSTS);
    if (other != self) {
      long sent = time.now();
      // distinct for each sender, so that words never arrive at the same moment as another's
      long arrives = (sent + DELAY + chance.nextLong(20)) / 16 * 16 + 16 + 2L * self;
      time.at(
          other,
          arrives,
          () -> lives.get(other).add("word of " + self + ", " + sent + ", at " + time.now()));
    }
  }

  @Test
  void whatIsDueAtOneMomentComesInTheOrderInWhichItWasAdded() {
    Timeline time = new Timeline(5);
    time.join();
    List<String> life = new ArrayList<>();
    time.at(0, 3, () -> life.add("first"));
    time.at(0, 3, () -> life.add("second"));
    time.at(0, 1, () -> time.at(0, 3, () -> life.add("third")));
    time.run(10, () -> false);
    assertThat(life).containsExactly("first", "second", "third");
  }

  @Test
  void nobodyReachesAnotherSoonerThanTheLookahead() {
    Timeline time = new Timeline(5);
    time.join();
    time.join();
    time.at(0, 1, () -> time.at(1, 2, () -> {}));
    assertThatThrownBy(() -> time.run(10, () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sooner than the lookahead");
  }

  @Test
  void nothingHappensAfterTheEnd() {
    Timeline time = new Timeline(5);
    time.join();
    List<String> life = new ArrayList<>();
    time.at(0, 10, () -> life.add("at the end"));
    time.at(0, 11, () -> life.add("after it"));
    time.run(10, () -> false);
    assertThat(life).containsExactly("at the end");
    assertThat(time.run(Long.MAX_VALUE, () -> life.size() == 2)).isTrue();
  }
}
