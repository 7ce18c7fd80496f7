package dev.freshet.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Linux namespaces, in which tests do to networks and disks what they may not do to the machine.
final class Namespaces {
  private Namespaces() {}

  /// Skips the test, saying why, where this command, which makes what the test needs and ends, does
  /// not succeed.
  static void assume(String... command) throws IOException, InterruptedException {
    Process probe = new ProcessBuilder(command).start();
    boolean has = probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
    Assumptions.assumeTrue(
        has, "no namespaces of our own here: refused: " + String.join(" ", command));
  }

  /// The words before a command that is to run in the network of the process with this id.
  ///
  /// @param options more for `nsenter`
  static List<String> network(String pid, String... options) {
    List<String> words = new ArrayList<>(List.of("nsenter", "-U", "-n", "--preserve-credentials"));
    words.addAll(List.of(options));
    words.addAll(List.of("-t", pid));
    return words;
  }
}
