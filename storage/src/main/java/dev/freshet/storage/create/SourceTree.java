package dev.freshet.storage.create;

import dev.freshet.protocol.metainfo.DraftFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files that a torrent is to be made of: one file, or all in a folder.
///
/// Nothing is left out silently: hidden files are in it, symbolic links stand for what they lead
/// to, as with mktorrent and libtorrent, and what cannot be read or is neither file nor folder is
/// an error. Only folders without files leave no trace, for the format has no word for them.
///
/// @param root the file or folder, links resolved
/// @param name what the torrent is called: the last element of the path as given
/// @param singleFile whether `root` is a file
/// @param files in the order of their paths
public record SourceTree(Path root, String name, boolean singleFile, List<SourceFile> files) {
  /// The most folders inside each other.
  private static final int MAX_DEPTH = 90;

  public SourceTree {
    files = List.copyOf(files);
  }

  /// A file as it looked when it was found.
  ///
  /// @param path elements below the root; of a single file its name
  /// @param length bytes
  /// @param modifiedMillis when its bytes last changed
  /// @param executable whether its owner may run it
  public record SourceFile(
      Path location, List<String> path, long length, long modifiedMillis, boolean executable) {
    public SourceFile {
      path = List.copyOf(path);
    }
  }

  /// Finds the files.
  ///
  /// @throws CreateException if one cannot be read or there is none
  public static SourceTree scan(Path path) throws CreateException {
    Path absolute = path.toAbsolutePath().normalize();
    Path last = absolute.getFileName();
    if (last == null) {
      throw new CreateException(path + " has no name that a torrent could have");
    }
    try {
      Path root = absolute.toRealPath();
      checkSpellable(last, absolute);
      if (Files.isRegularFile(root)) {
        BasicFileAttributes attributes = Files.readAttributes(root, BasicFileAttributes.class);
        SourceFile only = file(root, List.of(last.toString()), attributes);
        return new SourceTree(root, last.toString(), true, List.of(only));
      }
      Walk walk = new Walk(root);
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, walk);
      if (walk.refused != null) {
        throw walk.refused;
      }
      if (walk.files.isEmpty()) {
        throw new CreateException(path + " has no files in it");
      }
      walk.files.sort(Comparator.comparing(SourceFile::location));
      return new SourceTree(root, last.toString(), false, walk.files);
    } catch (IOException e) {
      throw unreadable(absolute, e);
    }
  }

  /// Bytes of all files.
  public long length() {
    return files.stream().mapToLong(SourceFile::length).sum();
  }

  /// The files as a draft wants them.
  public List<DraftFile> draftFiles() {
    return files.stream()
        .map(file -> new DraftFile(file.path(), file.length(), file.executable(), false, null))
        .toList();
  }

  private static SourceFile file(Path file, List<String> path, BasicFileAttributes attributes)
      throws CreateException {
    if (!attributes.isRegularFile()) {
      throw new CreateException(
          Files.isSymbolicLink(file)
              ? file + " is a symbolic link that leads to no file"
              : file + " is neither a file nor a folder");
    }
    if (!Files.isReadable(file)) {
      throw new CreateException("cannot read " + file + ": permission denied");
    }
    return new SourceFile(
        file,
        path,
        attributes.size(),
        attributes.lastModifiedTime().toMillis(),
        Files.isExecutable(file));
  }

  /// A torrent says names in text, so a file whose name is none would never be found by it again.
  private static void checkSpellable(Path name, Path whole) throws CreateException {
    if (!name.equals(name.getFileSystem().getPath(name.toString()))) {
      throw new CreateException(
          whole + " has a name that is not text in UTF-8, and a torrent cannot say it; rename it");
    }
  }

  static CreateException unreadable(Path fallback, IOException cause) {
    if (!(cause instanceof FileSystemException problem)) {
      return new CreateException("cannot read " + fallback + ": " + cause.getMessage());
    }
    String file = problem.getFile() == null ? fallback.toString() : problem.getFile();
    if (cause instanceof NoSuchFileException) {
      return new CreateException(file + " does not exist");
    }
    if (cause instanceof AccessDeniedException) {
      return new CreateException("cannot read " + file + ": permission denied");
    }
    if (cause instanceof FileSystemLoopException) {
      return new CreateException(file + " is a symbolic link to a folder that it lies in");
    }
    String reason = problem.getReason() == null ? "the system refused" : problem.getReason();
    return new CreateException("cannot read " + file + ": " + reason);
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<SourceFile> files = new ArrayList<>();
    private @Nullable CreateException refused;

    Walk(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      List<String> path = new ArrayList<>();
      Path below = root.relativize(file);
      below.forEach(element -> path.add(element.toString()));
      if (attributes.isDirectory()) {
        throw new FileSystemException(file.toString(), null, "too many folders in each other");
      }
      try {
        checkSpellable(below, file);
        files.add(file(file, path, attributes));
      } catch (CreateException e) {
        refused = e;
        return FileVisitResult.TERMINATE;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
