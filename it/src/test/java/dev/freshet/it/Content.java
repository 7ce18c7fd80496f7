package dev.freshet.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// What is to arrive: the SHA-256 and the size of every file, by its path.
record Content(String name, TreeMap<String, File> files) {
  /// What a file is known by.
  record File(long size, String sha256) {}

  /// A folder of files that are hard to get right: sizes that end inside a piece, at its end and
  /// one byte after, an empty file, names with spaces and beyond ASCII.
  static Content tree(Path parent, long seed) throws IOException {
    RandomGenerator random = new SplittableRandom(seed);
    Content content = new Content("Wide River – 水", new TreeMap<>());
    content.add(parent, "a big one.bin", 1_500_003, random);
    content.add(parent, "empty file", 0, random);
    content.add(parent, "four pieces", 4 * 65_536, random);
    content.add(parent, "sub folder/deeper still/one byte", 1, random);
    content.add(parent, "sub folder/zażółć.bin", 700_001, random);
    content.add(parent, "sub folder/ünder a piece.txt", 30_000, random);
    content.add(parent, "z", 65_536 + 4, random);
    return content;
  }

  /// One file.
  static Content file(Path parent, String name, int size, long seed) throws IOException {
    Content content = new Content(name, new TreeMap<>());
    content.write(parent, name, size, new SplittableRandom(seed));
    return content;
  }

  private void add(Path parent, String path, int size, RandomGenerator random) throws IOException {
    write(parent, name + "/" + path, size, random);
  }

  private void write(Path parent, String path, int size, RandomGenerator random)
      throws IOException {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    Path file = parent.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    files.put(path, new File(size, sha256(bytes)));
  }

  /// All bytes of all files.
  long size() {
    return files.values().stream().mapToLong(File::size).sum();
  }

  /// The same without the files that have no bytes.
  Content withoutEmptyFiles() {
    TreeMap<String, File> rest = new TreeMap<>(files);
    rest.values().removeIf(file -> file.size() == 0);
    return new Content(name, rest);
  }

  /// The same with those files alone whose path fits.
  Content only(Predicate<String> fits) {
    TreeMap<String, File> some = new TreeMap<>(files);
    some.keySet().removeIf(fits.negate());
    return new Content(name, some);
  }

  /// Whether `folder` holds every file, byte for byte.
  boolean in(Path folder) {
    return missing(folder).isEmpty();
  }

  /// The first file that `folder` does not hold, or does not hold right; empty if it holds all.
  String missing(Path folder) {
    for (var entry : files.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      try {
        if (!Files.isRegularFile(file) || Files.size(file) != entry.getValue().size()) {
          return entry.getKey();
        }
        if (!sha256(Files.readAllBytes(file)).equals(entry.getValue().sha256())) {
          return entry.getKey();
        }
      } catch (IOException _) {
        return entry.getKey();
      }
    }
    return "";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
