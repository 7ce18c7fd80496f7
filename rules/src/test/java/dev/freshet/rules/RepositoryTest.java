package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The rules about the project as a whole.
final class RepositoryTest {
  private final Path root = Repository.root();

  @Test
  void nothingNamesThisMachineOrARegistry() throws IOException, InterruptedException {
    List<Path> files = Repository.files(root);
    assertThat(files).contains(root.resolve("pom.xml"));
    assertThat(Portable.broken(root, files)).isEmpty();
  }

  @Test
  void everyClassThatTheArchitectureNamesExists() throws IOException, InterruptedException {
    Set<String> declared = declared();
    assertThat(Plan.missing(Files.readString(root.resolve("ARCHITECTURE.md")), declared)).isEmpty();
  }

  @Test
  void everyTestThatADocumentNamesExists() throws IOException, InterruptedException {
    Set<String> declared = declared();
    assertThat(Plan.missingTests("`T RepositoryTest`, `IT GoneIT -Dx=1`", declared))
        .containsExactly("GoneIT");
    for (Path file : Repository.files(root)) {
      if (file.toString().endsWith(".md")) {
        assertThat(Plan.missingTests(Files.readString(file), declared))
            .as(file.toString())
            .isEmpty();
      }
    }
  }

  private Set<String> declared() throws IOException, InterruptedException {
    List<String> sources = new ArrayList<>();
    for (Path file : Repository.files(root)) {
      if (file.toString().endsWith(".java")) {
        sources.add(Files.readString(file));
      }
    }
    Set<String> declared = Plan.declared(sources);
    assertThat(declared).contains("Repository", "Plan");
    return declared;
  }
}
