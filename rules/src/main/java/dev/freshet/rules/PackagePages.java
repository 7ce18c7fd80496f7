package dev.freshet.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Every package opens with a page that says what it is.
public record PackagePages() implements Rule {
  @Override
  public String sentence() {
    return "every package has a package-info.java";
  }

  @Override
  public List<String> broken(Room room) {
    return ShortFiles.sources(room.sources())
        .map(Path::getParent)
        .filter(folder -> !folder.equals(room.sources()))
        .distinct()
        .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
        .map(folder -> room.sources().relativize(folder).toString().replace('/', '.'))
        .toList();
  }
}
