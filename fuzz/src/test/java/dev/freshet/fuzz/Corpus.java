package dev.freshet.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The inputs kept for a target: a file of lines in base64, so that a change shows as one. As a
/// program it hands them to the explorer as files and takes new ones back.
final class Corpus {
  /// What is longer is not kept, unless it is a crash.
  private static final int MOST_BYTES = 1024;

  private static final int MOST_LINES = 150;

  private Corpus() {}

  /// The kept inputs in `folder`, the module's `src/test/corpus`.
  static List<byte[]> read(Path folder, String target) throws IOException {
    Path file = folder.resolve(target + ".txt");
    if (!Files.exists(file)) {
      return List.of();
    }
    List<byte[]> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      all.add(Base64.getDecoder().decode(line));
    }
    return all;
  }

  /// `unpack CORPUS TARGET FOLDER` writes each kept input to a file of its own; `keep CORPUS TARGET
  /// CRASHES FOLDER...` adds the files of these folders, in order: all crashes, and of the others
  /// as many as there is room for; `list` names the targets.
  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals("list")) {
      Targets.all().keySet().forEach(System.out::println);
      return;
    }
    Path corpus = Path.of(arguments[1]);
    String target = arguments[2];
    List<Path> folders = Stream.of(arguments).skip(3).map(Path::of).toList();
    if (arguments[0].equals("unpack")) {
      unpack(read(corpus, target), folders.getFirst());
    } else {
      keep(corpus, target, folders);
    }
  }

  private static void unpack(List<byte[]> inputs, Path folder) throws IOException {
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(folder.resolve("kept-" + i), inputs.get(i));
    }
  }

  private static void keep(Path corpus, String target, List<Path> folders) throws IOException {
    Set<String> lines = new LinkedHashSet<>();
    for (byte[] input : read(corpus, target)) {
      lines.add(Base64.getEncoder().encodeToString(input));
    }
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          byte[] input = Files.readAllBytes(file);
          boolean crash = folder.equals(folders.getFirst());
          if (crash || (input.length <= MOST_BYTES && lines.size() < MOST_LINES)) {
            lines.add(Base64.getEncoder().encodeToString(input));
          }
        }
      }
    }
    Files.write(corpus.resolve(target + ".txt"), lines);
    System.out.println(target + ": " + lines.size() + " inputs kept");
  }
}
