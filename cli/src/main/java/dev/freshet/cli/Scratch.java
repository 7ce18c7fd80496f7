package dev.freshet.cli;

import dev.freshet.cli.unit.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A folder of our own that is gone, with all that is in it, when the command ends.
final class Scratch implements AutoCloseable {
  private static final long SLACK = 32L << 20;

  private final Path folder;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  /// Makes one below `parent`, where there must be room for so many bytes.
  static Scratch in(Path parent, long bytes) throws Failure {
    try {
      FileStore store = Files.getFileStore(parent);
      long free = store.getUsableSpace();
      if (free < bytes + SLACK) {
        throw Failure.of(
            "the copies need %s in %s, where %s are free; give another --dir, or fewer --peers."
                .formatted(Size.text(bytes + SLACK), parent, Size.text(free)));
      }
      return new Scratch(Files.createTempDirectory(parent, "freshet-lab-"));
    } catch (IOException e) {
      throw Failure.of("no folder can be made in " + parent + "; give another --dir.");
    }
  }

  /// An empty folder in it.
  Path room(String name) throws Failure {
    try {
      return Files.createDirectory(folder.resolve(name));
    } catch (IOException e) {
      throw Failure.of("no folder can be made in " + folder + ": " + e.getMessage() + ".");
    }
  }

  /// Deletes a folder with all that is in it.
  static void delete(Path room) throws Failure {
    try (Stream<Path> all = Files.walk(room)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      throw Failure.of(room + " cannot be deleted: " + e.getMessage() + "; delete it yourself.");
    }
  }

  /// Deletes as much of it as can be, while others may still work in it.
  void drop() {
    try {
      delete(folder);
    } catch (Failure e) {
      System.getLogger("dev.freshet.cli").log(System.Logger.Level.DEBUG, "copies are left", e);
    }
  }

  @Override
  public void close() throws Failure {
    delete(folder);
  }
}
