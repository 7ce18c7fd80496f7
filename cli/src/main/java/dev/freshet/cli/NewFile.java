package dev.freshet.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/// A file that a command makes: all of it or nothing. Symbolic links are followed, and what is
/// there and is no file, such as a pipe or a device, is written to, not replaced.
///
/// @param path where
/// @param kind what it is, for people: `.torrent file`
/// @param option what says where it goes
record NewFile(Path path, String kind, String option) {
  /// Most symbolic links that lead on to each other, as on Linux.
  private static final int MOST_LINKS = 40;

  /// To be called before the work that fills it, not after.
  void checkWritable() throws Failure {
    try {
      Path place = place();
      Path folder = folder(place);
      if (!Files.isDirectory(folder)) {
        throw Failure.of(
            "there is no folder %s to write the %s to; make it.".formatted(folder, kind));
      }
      if (Files.isDirectory(place) || !Files.isWritable(Files.exists(place) ? place : folder)) {
        throw Failure.of(path + " cannot be written; choose another file with " + option + ".");
      }
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /// Fails if it would take the place of this file, or of one in this folder.
  void checkOutside(Path content) throws Failure {
    try {
      Path place = place();
      if (Files.exists(place) && isIn(content, place)) {
        throw Failure.usage(
            "%s is there and part of what the %s is made of; choose another file with %s."
                .formatted(path, kind, option));
      }
    } catch (IOException | UncheckedIOException e) {
      // who reads the content says what is wrong with it
    }
  }

  private static boolean isIn(Path content, Path place) throws IOException {
    try (Stream<Path> all = Files.walk(content, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        if (Files.isSameFile(file, place)) {
          return true;
        }
      }
      return false;
    }
  }

  /// An older file stays until the new one is whole.
  void write(byte[] bytes) throws Failure {
    try {
      Path place = place();
      if (Files.exists(place) && !Files.isRegularFile(place)) {
        try (OutputStream out = Files.newOutputStream(place, StandardOpenOption.WRITE)) {
          out.write(bytes);
        }
        return;
      }
      // not createTempFile: that would keep the file from all other users
      Path part = folder(place).resolve(".freshet-" + ProcessHandle.current().pid() + ".part");
      try {
        Files.write(part, bytes);
        Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /// The same with text.
  void write(String text) throws Failure {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private Failure refused(IOException e) {
    return Failure.of(
        path + " cannot be written: " + e.getMessage() + "; choose another with " + option + ".");
  }

  /// Where the links lead; what is no file is left under the name that was given.
  private Path place() throws IOException {
    if (Files.exists(path)) {
      return Files.isRegularFile(path) ? path.toRealPath() : path;
    }
    Path place = path.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(place); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(place.toString());
      }
      place = place.resolveSibling(Files.readSymbolicLink(place));
    }
    return place;
  }

  private static Path folder(Path place) {
    Path folder = place.toAbsolutePath().getParent();
    return folder == null ? place.toAbsolutePath() : folder;
  }
}
