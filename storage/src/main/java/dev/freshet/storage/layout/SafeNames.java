package dev.freshet.storage.layout;

import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.Info;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where below the target folder each file of a torrent is stored, whatever its metainfo says.
///
/// Names depend on the metainfo alone, so they are the same at every start. Each element is made
/// safe by itself; within a folder, names that some file system would take for one (by case or
/// composition), and files in the place of folders, are told apart by a number. So no path leads
/// out of the folder and no two files share one. Linear in the number of files.
public final class SafeNames {
  private SafeNames() {}

  /// A relative path for each file; null for padding and symbolic links, which are not stored.
  public static List<@Nullable Path> of(Info info) {
    return of(info, (safe, file) -> safe);
  }

  /// The first element of all these paths: the name of the only file, or of the folder that all
  /// files are in.
  public static String top(Info info) {
    return SafeElement.of(info.name());
  }

  /// The paths of all files, but each is what `choice` makes of it.
  ///
  /// @throws X if `choice` does
  public static <X extends Exception> List<@Nullable Path> of(Info info, Choice<X> choice)
      throws X {
    Folder top = new Folder(Path.of(""));
    FileNames.Builder names = new FileNames.Builder(info.files().size());
    for (FileEntry file : info.files()) {
      boolean stored = !file.padding() && file.symlink() == null;
      names.add(stored ? choice.path(top.file(elements(info, file)), file) : null);
    }
    return names.build();
  }

  /// Which path a file has after all, given the safe one.
  public interface Choice<X extends Exception> {
    /// That path.
    Path path(Path safe, FileEntry file) throws X;
  }

  /// The path of a file exactly as the metainfo has it, if that is a path below the folder; null if
  /// not. Such a path is for reading only: two files may share it.
  public static @Nullable Path verbatim(Info info, FileEntry file) {
    Path path = Path.of("");
    for (String element : elements(info, file)) {
      if (element.isEmpty() || element.equals(".") || element.equals("..")) {
        return null;
      }
      try {
        // what this system takes for a separator or a drive, or cannot write, is not one name
        Path beside = Path.of("x").resolve(element);
        if (beside.getNameCount() != 2 || !beside.getFileName().toString().equals(element)) {
          return null;
        }
        path = path.resolve(element);
      } catch (InvalidPathException notHere) {
        return null;
      }
    }
    return path;
  }

  private static List<String> elements(Info info, FileEntry file) {
    if (info.isSingleFile()) {
      return List.of(info.name());
    }
    List<String> all = new ArrayList<>(file.path().size() + 1);
    all.add(info.name());
    all.addAll(file.path());
    return all;
  }

  /// A folder whose names are being given out.
  private static final class Folder {
    private final Path path;

    /// Sub-folders by the element of the metainfo that they stand for.
    private final Map<String, Folder> folders = new HashMap<>();

    /// Names given out, folded.
    private final Set<String> taken = new HashSet<>();

    /// For each name that was wanted twice, folded and with number 0, the last number tried.
    private final Map<String, Integer> numbers = new HashMap<>();

    Folder(Path path) {
      this.path = path;
    }

    Path file(List<String> elements) {
      Folder folder = this;
      for (String element : elements.subList(0, elements.size() - 1)) {
        folder = folder.folder(element);
      }
      return folder.path.resolve(folder.free(SafeElement.of(elements.getLast())));
    }

    private Folder folder(String element) {
      Folder known = folders.get(element);
      if (known != null) {
        return known;
      }
      Folder made = new Folder(path.resolve(free(SafeElement.of(element))));
      folders.put(element, made);
      return made;
    }

    private String free(String wanted) {
      if (taken.add(SafeElement.folded(wanted))) {
        return wanted;
      }
      String folded = SafeElement.folded(SafeElement.numbered(wanted, 0));
      int number = numbers.getOrDefault(folded, 0);
      while (true) {
        number++;
        String name = SafeElement.numbered(wanted, number);
        if (taken.add(SafeElement.folded(name))) {
          numbers.put(folded, number);
          return name;
        }
      }
    }
  }
}
