package dev.freshet.storage.disk;

import dev.freshet.core.api.DiskProblem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an [IOException] means for us. The JDK tells most causes apart only by the system's text.
final class Causes {
  /// Less free space than this beside a failed write is taken for the reason.
  private static final long FULL_BELOW = 1 << 16;

  private Causes() {}

  /// The sentence "cannot `verb` `file`: ..." with its problem.
  static DiskException of(String verb, Path file, IOException cause) {
    // "Too many open files", of this process or of the whole system
    if (text(cause).startsWith("Too many open files")) {
      return DiskException.tooManyOpen(
          "cannot " + verb + " " + file + ": " + reason(DiskProblem.FAILED, cause));
    }
    DiskProblem problem = problem(file, cause);
    return new DiskException(
        problem, "cannot " + verb + " " + file + ": " + reason(problem, cause));
  }

  private static DiskProblem problem(Path file, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return DiskProblem.MISSING;
    }
    if (cause instanceof AccessDeniedException || cause instanceof FileSystemLoopException) {
      return DiskProblem.DENIED;
    }
    String text = text(cause).toLowerCase(Locale.ROOT);
    if (text.contains("no space") || text.contains("quota") || text.contains("enough space")) {
      return DiskProblem.FULL;
    }
    if (text.contains("read-only")
        || text.contains("permission")
        || text.contains("not permitted")
        || text.contains("symbolic link")
        || text.contains("too many levels")) {
      return DiskProblem.DENIED;
    }
    if (text.contains("name too long")
        || text.contains("not a directory")
        || text.contains("is a directory")
        || text.contains("illegal byte")
        || text.contains("invalid argument")
        || cause instanceof NotDirectoryException
        || cause instanceof FileAlreadyExistsException) {
      return DiskProblem.BAD_NAME;
    }
    return isFull(file) ? DiskProblem.FULL : DiskProblem.FAILED;
  }

  private static boolean isFull(Path file) {
    try {
      Path parent = file.getParent();
      return parent != null && Files.getFileStore(parent).getUsableSpace() < FULL_BELOW;
    } catch (IOException unknown) {
      return false;
    }
  }

  private static String reason(DiskProblem problem, IOException cause) {
    return switch (problem) {
      case FULL -> "no space left on the device";
      case DENIED, IN_USE, BAD_NAME, FAILED -> plain(cause);
      case MISSING -> "it does not exist";
    };
  }

  private static String plain(IOException cause) {
    String text = text(cause);
    if (!text.isEmpty()) {
      return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "there is a file of that name";
      default -> cause.getClass().getSimpleName();
    };
  }

  private static String text(IOException cause) {
    @Nullable String text =
        cause instanceof FileSystemException files ? files.getReason() : cause.getMessage();
    return text == null ? "" : text;
  }
}
