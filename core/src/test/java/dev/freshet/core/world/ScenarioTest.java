package dev.freshet.core.world;

import org.junit.jupiter.api.Test;

/// Swarms with random misfortunes. `-Dfreshet.seeds=FROM-TO` runs others than the usual.
class ScenarioTest {
  @Test
  void everyoneAliveGetsEverythingAndKeepsTheRules() {
    String[] range = System.getProperty("freshet.seeds", "1-150").split("-", 2);
    StringBuilder failures = new StringBuilder();
    int count = 0;
    for (long seed = Long.parseLong(range[0]); seed <= Long.parseLong(range[1]); seed++) {
      try {
        new Scenario(seed).run();
      } catch (RuntimeException | AssertionError e) {
        count++;
        failures.append("seed ").append(seed).append(": ").append(e).append('\n');
        for (StackTraceElement at : e.getStackTrace()) {
          if (at.getClassName().startsWith("dev.freshet")) {
            failures.append("    ").append(at).append('\n');
          }
        }
      }
    }
    if (count > 0) {
      throw new AssertionError(count + " seeds fail\n" + failures);
    }
  }
}
