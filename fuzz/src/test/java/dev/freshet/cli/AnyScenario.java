package dev.freshet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file that `simulate` is given.
public final class AnyScenario {
  private AnyScenario() {}

  /// Reads it, and refuses it as the program does.
  public static void read(byte[] input) throws IOException {
    Path file = Files.createTempFile("scenario", ".txt");
    try {
      Files.write(file, input);
      Swarms.scenario("any", ScenarioFile.named(file.toString()).under(List.of()), null);
    } catch (Failure refused) {
      // as it may
    } finally {
      Files.delete(file);
    }
  }
}
