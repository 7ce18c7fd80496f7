package dev.freshet.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/// One module as the rules see it: its compiled classes and its sources.
///
/// @param name the module's folder, such as `core`
/// @param sources the folder that holds its main sources
/// @param classes what they compile to, without tests
public record Room(String name, Path sources, JavaClasses classes) {
  /// The module whose tests are running: Maven runs them in the module's own folder.
  static Room here(String name) {
    Path folder = Path.of("").toAbsolutePath();
    if (!folder.endsWith(name)) {
      throw new IllegalStateException("the tests of " + name + " run in " + folder);
    }
    return new Room(
        name,
        folder.resolve("src/main/java"),
        new ClassFileImporter().importPath(folder.resolve("target/classes")));
  }

  /// The package that everything of this module lies in or below.
  String root() {
    return "dev.freshet." + name;
  }
}
