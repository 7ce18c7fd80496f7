package dev.freshet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Paths as they are typed.
final class Paths {
  private static final String UP = "..";

  private Paths() {}

  /// The path, so that what stands before a `..` may be struck out with it: what is above a
  /// symbolic link is what is above the folder that it leads to, as the system has it.
  ///
  /// @throws InvalidPathException if the text cannot be a path here
  static Path parse(String text) {
    Path path = Path.of(text);
    int resolved = 0;
    for (int i = 1; i < path.getNameCount(); i++) {
      if (path.getName(i).toString().equals(UP) && Files.isSymbolicLink(upTo(path, i))) {
        resolved = i;
      }
    }
    if (resolved == 0) {
      return path;
    }
    try {
      Path head = upTo(path, resolved).toRealPath();
      return head.resolve(path.subpath(resolved, path.getNameCount()));
    } catch (IOException e) {
      // it leads nowhere, which whoever uses it will say
      return path;
    }
  }

  private static Path upTo(Path path, int names) {
    Path some = path.subpath(0, names);
    return path.getRoot() == null ? some : path.getRoot().resolve(some);
  }
}
