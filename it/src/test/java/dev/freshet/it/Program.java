package dev.freshet.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Freshet itself, through the launcher that a fresh clone has.
final class Program {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("freshet.root", "..")).resolve("freshet").toAbsolutePath();

  static {
    build();
  }

  private Program() {}

  /// The first call builds what is missing: once, before any test, and not against its patience.
  private static void build() {
    try {
      ProcessBuilder builder = new ProcessBuilder(LAUNCHER.normalize().toString(), "--version");
      // whoever runs the tests through ./build holds the lock of the build already
      builder.environment().put("FRESHET_LOCKED", "1");
      Process process = builder.inheritIO().start();
      if (!process.waitFor(15, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError("the launcher does not build");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /// A program that comes with the sources.
  static Path tool(String name) {
    return LAUNCHER.resolveSibling("tools").resolve(name).normalize();
  }

  /// The words that run a program of one source file with the engine, the one that has just been
  /// built.
  static List<String> embedding(Path source) {
    Path built = LAUNCHER.resolveSibling("target").resolve("freshet").normalize();
    try {
      String version = Files.readString(built.resolve("current")).strip();
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--module-path",
          built.resolve(version).resolve("lib").toString(),
          "--add-modules",
          "dev.freshet.engine",
          source.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a command of Freshet.
  static Child start(Stage stage, String... words) {
    return stage.start("freshet-" + words[0], command(words));
  }

  /// Runs a command of Freshet that is to succeed.
  static Child run(Stage stage, String... words) {
    return stage.run("freshet-" + words[0], command(words));
  }

  /// The words that run a command of Freshet, out of sight of whoever else is on the local network.
  static List<String> command(String... words) {
    List<String> command = new ArrayList<>(nearby(words));
    if (takesPart(words)) {
      command.add("--no-lsd");
    }
    return command;
  }

  /// Whether it is a command that speaks to other peers.
  private static boolean takesPart(String... words) {
    return words[0].equals("get") || words[0].equals("seed") || words[0].equals("share");
  }

  /// The words that run a command of Freshet as it is.
  static List<String> bare(String... words) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.normalize().toString()));
    command.addAll(List.of(words));
    return command;
  }

  /// The words that run a command of Freshet without a word to the gateway, and out of everybody's
  /// DHT, unless they name nodes of another to begin at. A test sends nothing to the internet.
  static List<String> nearby(String... words) {
    List<String> command = new ArrayList<>(bare(words));
    boolean joins = takesPart(words);
    if (joins && !command.contains("--dht-bootstrap")) {
      command.add("--no-dht");
    }
    if (joins) {
      command.add("--no-port-mapping");
    }
    return command;
  }
}
