package dev.freshet.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The scripts and sources that lie beside the tests.
final class Resources {
  private Resources() {}

  /// Copies one into a folder, where programs find it; gives its path there.
  static Path copy(String name, Path folder) {
    Path target = folder.resolve(name);
    try (InputStream text =
        Objects.requireNonNull(Resources.class.getResourceAsStream("/" + name), name)) {
      Files.copy(text, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target;
  }
}
