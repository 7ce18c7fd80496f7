package dev.freshet.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/// The way from a root down to a file, through folders that are no symbolic links.
///
/// Where the system offers it (Linux), each folder is opened relative to the one before and without
/// following links, so that swapping a folder for a link meanwhile leads nowhere. Elsewhere each
/// folder is looked at first, which a swap in the same instant could fool.
final class Descent {
  private Descent() {}

  /// Opens the file without following a link below `root`.
  static FileChannel open(Path root, Path name, Set<? extends OpenOption> options)
      throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    Path last = last(name);
    return into(
        root,
        name,
        folder -> {
          SeekableByteChannel channel = folder.newByteChannel(last, all);
          if (channel instanceof FileChannel file) {
            return file;
          }
          channel.close();
          throw new FileSystemException(root.resolve(name).toString(), null, "not a plain file");
        },
        () -> FileChannel.open(root.resolve(name), all));
  }

  /// Deletes a file, a link or an empty folder; the parents are no links.
  static void delete(Path root, Path name, boolean isFolder) throws IOException {
    Path last = last(name);
    into(
        root,
        name,
        folder -> {
          if (isFolder) {
            folder.deleteDirectory(last);
          } else {
            folder.deleteFile(last);
          }
          return name;
        },
        () -> {
          Files.delete(root.resolve(name));
          return name;
        });
  }

  /// Makes the folders that `name` lies in; links below `root` are refused.
  static void makeFolders(Path root, Path name) throws IOException {
    for (int depth = 1; depth < name.getNameCount(); depth++) {
      Path folder = root.resolve(name.subpath(0, depth));
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        try {
          Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
          checkFolder(folder);
        }
      }
    }
  }

  /// What is done in the last folder of the way.
  private interface Inside<T> {
    T apply(SecureDirectoryStream<Path> folder) throws IOException;
  }

  /// The same where the system cannot hold folders open.
  private interface Plain<T> {
    T apply() throws IOException;
  }

  private static <T> T into(Path root, Path name, Inside<T> inside, Plain<T> plain)
      throws IOException {
    try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
      if (top instanceof SecureDirectoryStream<Path> secure) {
        return descend(secure, root, name, 0, inside);
      }
    }
    for (int depth = 1; depth < name.getNameCount(); depth++) {
      checkFolder(root.resolve(name.subpath(0, depth)));
    }
    return plain.apply();
  }

  private static <T> T descend(
      SecureDirectoryStream<Path> folder, Path root, Path name, int depth, Inside<T> inside)
      throws IOException {
    if (depth == name.getNameCount() - 1) {
      return inside.apply(folder);
    }
    try (SecureDirectoryStream<Path> next =
        folder.newDirectoryStream(name.getName(depth), LinkOption.NOFOLLOW_LINKS)) {
      return descend(next, root, name, depth + 1, inside);
    } catch (NotDirectoryException e) {
      checkFolder(root.resolve(name.subpath(0, depth + 1)));
      throw e;
    }
  }

  private static void checkFolder(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new FileSystemException(folder.toString(), null, folder + " is a symbolic link");
    }
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(folder.toString());
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(folder.toString(), null, folder + " is not a directory");
    }
  }

  private static Path last(Path name) {
    return name.getName(name.getNameCount() - 1);
  }

  /// The options to read alone.
  static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);

  /// The options to read and write, making the file.
  static final Set<StandardOpenOption> WRITE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
}
