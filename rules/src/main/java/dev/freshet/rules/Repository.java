package dev.freshet.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of the project: what git tracks, or in an unpacked archive everything but what the
/// build makes.
final class Repository {
  private Repository() {}

  /// The folder that holds `pom.xml` and `README.md`, seen from one of its modules.
  static Path root() {
    Path root = Path.of("..").toAbsolutePath().normalize();
    if (!Files.exists(root.resolve("README.md"))) {
      throw new IllegalStateException("no README.md in " + root);
    }
    return root;
  }

  static List<Path> files(Path root) throws IOException, InterruptedException {
    return Files.exists(root.resolve(".git")) ? tracked(root) : walked(root);
  }

  private static List<Path> tracked(Path root) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (git.waitFor() != 0) {
      throw new IOException("git ls-files failed in " + root);
    }
    return names
        .lines()
        .flatMap(line -> Stream.of(line.split("\0", -1)))
        .filter(name -> !name.isEmpty())
        .map(root::resolve)
        .filter(Files::isRegularFile)
        .toList();
  }

  private static List<Path> walked(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !root.relativize(file).toString().matches("(.*/)?target/.*"))
          .sorted()
          .toList();
    }
  }
}
