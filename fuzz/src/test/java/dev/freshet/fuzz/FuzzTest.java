package dev.freshet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kept corpus, and mutations of it: no exception but those declared, on a small stack and with
/// little memory, and no more of it asked for than 64 bytes for each that came.
final class FuzzTest {
  private static final Path CORPUS = Path.of("src/test/corpus");
  private static final int STACK_BYTES = 256 << 10;
  private static final int MUTATIONS = 300;

  static Collection<String> targets() {
    return Targets.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothingThatWasKeptDoesHarm(String name) throws Exception {
    List<byte[]> inputs = new ArrayList<>(List.of(new byte[0], new byte[1]));
    inputs.addAll(Corpus.read(CORPUS, name));
    List<String> findings = new ArrayList<>();
    Thread thread =
        new Thread(null, () -> give(Targets.named(name), inputs, findings), name, STACK_BYTES);
    thread.start();
    thread.join();
    assertThat(findings).isEmpty();
  }

  private static void give(Target target, List<byte[]> inputs, List<String> findings) {
    // once for what is loaded and built only the first time
    inputs.forEach(input -> Shot.at(target, input));
    SplittableRandom random = new SplittableRandom(1);
    for (byte[] input : inputs) {
      check(target, input, findings);
    }
    int mutations = target.bounded() ? MUTATIONS : MUTATIONS / 10;
    for (int i = 0; i < mutations; i++) {
      check(target, mutated(inputs.get(random.nextInt(inputs.size())), random), findings);
    }
  }

  private static void check(Target target, byte[] input, List<String> findings) {
    Throwable problem = Shot.at(target, input).problem();
    if (problem != null && findings.size() < 3) {
      StackTraceElement[] trace = problem.getStackTrace();
      findings.add(
          problem
              + " at "
              + (trace.length == 0 ? "?" : trace[0])
              + " for "
              + Base64.getEncoder().encodeToString(input));
    }
  }

  private static byte[] mutated(byte[] input, SplittableRandom random) {
    byte[] some = input.clone();
    for (int i = 1 + random.nextInt(4); i > 0 && some.length > 0; i--) {
      int at = random.nextInt(some.length);
      switch (random.nextInt(4)) {
        case 0 -> some[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> some[at] = (byte) "0123456789deil:/&=%-".charAt(random.nextInt(20));
        case 2 -> some[at] = (byte) random.nextInt(256);
        default -> some = java.util.Arrays.copyOf(some, at);
      }
    }
    return some;
  }

  @Test
  void everyKeptCorpusHasItsTarget() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".txt", "")))
          .isSubsetOf(Targets.all().keySet());
    }
    assertThat(Targets.all()).hasSizeGreaterThanOrEqualTo(30);
  }
}
