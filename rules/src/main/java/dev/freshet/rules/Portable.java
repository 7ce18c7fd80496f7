package dev.freshet.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Nothing in the project is true on one machine only: no home or work folder, no address of a
/// package registry.
final class Portable {
  /// Read byte for byte, so that no file has an encoding that hides it.
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?<![\\w.$}~)>*?-])/(?:work|root|home/\\w+|Users/\\w+|tmp/\\w+)/"
              + "|repo1?\\.maven\\.(?:apache\\.)?org|repo\\.maven\\.apache"
              + "|registry\\.npmjs|central\\.sonatype|artifactory|nexus[.-]");

  private Portable() {}

  /// A line for each place that is not portable.
  static List<String> broken(Path root, List<Path> files) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      String name = root.relativize(file).toString();
      if (name.startsWith("rules/")) {
        continue; // names what is forbidden
      }
      int number = 0;
      for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
        number++;
        if (LOCAL.matcher(line).find()) {
          found.add(name + ":" + number + ": " + line.strip());
        }
      }
    }
    return found;
  }
}
