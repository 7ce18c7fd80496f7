package dev.freshet.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A file that passes 400 lines holds two nouns. A ratchet: what is longer stands in the list below
/// with the length it may not pass, and nothing joins the list.
public record ShortFiles() implements Rule {
  private static final int MAX_LINES = 400;

  /// Names of files that were longer when the rule came, and how long they may be at most.
  private static final Map<String, Integer> OLD = Map.of();

  @Override
  public String sentence() {
    return "no source file has more than " + MAX_LINES + " lines";
  }

  @Override
  public List<String> broken(Room room) {
    return sources(room.sources())
        .flatMap(file -> {
          int most = OLD.getOrDefault(file.getFileName().toString(), MAX_LINES);
          int lines = lines(file);
          return lines > most
              ? Stream.of(file.getFileName() + " has " + lines + " lines")
              : Stream.of();
        })
        .toList();
  }

  /// Every Java file below this folder, in order of name.
  static Stream<Path> sources(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return Math.toIntExact(lines.count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
