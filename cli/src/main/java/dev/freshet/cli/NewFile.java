package dev.freshet.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that a command makes: all of it or nothing.
///
/// @param path where
/// @param kind what it is, for people: `.torrent file`
/// @param option what says where it goes
record NewFile(Path path, String kind, String option) {
  /// To be called before the work that fills it, not after.
  void checkWritable() throws Failure {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      throw Failure.of(
          "there is no folder %s to write the %s to; make it.".formatted(folder, kind));
    }
    if (Files.isDirectory(path) || !Files.isWritable(Files.exists(path) ? path : folder)) {
      throw Failure.of(path + " cannot be written; choose another file with " + option + ".");
    }
  }

  /// An older file stays until the new one is whole.
  void write(byte[] bytes) throws Failure {
    try {
      // not createTempFile: that would keep the file from all other users
      Path part = folder().resolve(".freshet-" + ProcessHandle.current().pid() + ".part");
      try {
        Files.write(part, bytes);
        Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw Failure.of(
          path + " cannot be written: " + e.getMessage() + "; choose another with " + option + ".");
    }
  }

  /// The same with text.
  void write(String text) throws Failure {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path folder() {
    Path folder = path.toAbsolutePath().getParent();
    return folder == null ? path.toAbsolutePath() : folder;
  }
}
