package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What becomes of a test when a program crashes under it.
final class StageIT {
  private static final List<String> CRASHES = List.of("sh", "-c", "kill -SEGV $$");

  @Test
  void isPlayedOnceMoreIfAnotherProgramCrashes() throws Exception {
    AtomicInteger plays = new AtomicInteger();
    Stage.play(
        "another",
        stage -> {
          if (plays.incrementAndGet() == 1) {
            stage.awaitExit(stage.start("another", CRASHES), 0);
          }
        });
    assertThat(plays).hasValue(2);
  }

  /// A crash counts as soon as it happens, whatever the test waits for.
  @Test
  void failsIfItCrashesAgain() {
    AtomicInteger plays = new AtomicInteger();
    assertThatThrownBy(() ->
            Stage.play(
                "another",
                stage -> {
                  plays.incrementAndGet();
                  stage.start("another", CRASHES);
                  stage.until("what never comes", () -> false);
                }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("another crashed before what never comes");
    assertThat(plays).hasValue(2);
  }

  @Test
  void failsAtOnceIfOursCrashes() {
    AtomicInteger plays = new AtomicInteger();
    assertThatThrownBy(() ->
            Stage.play(
                "ours",
                stage -> {
                  plays.incrementAndGet();
                  stage.run("freshet-get", CRASHES);
                }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("freshet-get ended with exit code 139");
    assertThat(plays).hasValue(1);
  }
}
