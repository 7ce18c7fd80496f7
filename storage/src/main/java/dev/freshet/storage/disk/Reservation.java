package dev.freshet.storage.disk;

import dev.freshet.core.api.DiskProblem;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Space taken for a file before its bytes come, which Java itself cannot do: `posix_fallocate` of
/// the C library, on 64-bit Linux, if this module may call native code
/// (`--enable-native-access=dev.freshet.storage`). Elsewhere nothing is taken.
///
/// Java does not tell the descriptor of a channel, so the file is opened once more, as [Descent]
/// does it: each folder relative to the one before, and following no links.
final class Reservation {
  private static final int READ_WRITE = 2;
  private static final int CLOSE_ON_EXEC = 0x80000;

  /// In place of a folder where the name is absolute.
  private static final int FROM_THE_TOP = -100;

  private static final int NO_SPACE = 28;
  private static final int OVER_QUOTA = 122;
  private static final int TOO_BIG = 27;
  private static final int INTERRUPTED = 4;

  private static final @Nullable Calls CALLS = Calls.find();

  private Reservation() {}

  /// The functions of the C library, and two flags that differ between processors.
  private record Calls(
      MethodHandle openAt, MethodHandle allocate, MethodHandle close, int folder, int noFollow) {
    static @Nullable Calls find() {
      String processor = System.getProperty("os.arch");
      boolean intel = processor.equals("amd64");
      if (!System.getProperty("os.name").equals("Linux")
          || !(intel || processor.equals("aarch64"))
          || !Reservation.class.getModule().isNativeAccessEnabled()) {
        return null;
      }
      var number = ValueLayout.JAVA_INT;
      var address = ValueLayout.ADDRESS;
      var size = ValueLayout.JAVA_LONG;
      return new Calls(
          function(
              "openat",
              FunctionDescriptor.of(number, number, address, number),
              Linker.Option.firstVariadicArg(3)),
          function("posix_fallocate", FunctionDescriptor.of(number, number, size, size)),
          function("close", FunctionDescriptor.of(number, number)),
          intel ? 0x10000 : 0x4000,
          intel ? 0x20000 : 0x8000);
    }

    @SuppressWarnings("restricted") // only called where the user has allowed native code
    private static MethodHandle function(
        String name, FunctionDescriptor type, Linker.Option... options) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type, options);
    }

    int open(int folder, String name, int flags) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment text = arena.allocateFrom(name);
        return (int) openAt.invokeExact(folder, text, flags | CLOSE_ON_EXEC);
      } catch (Throwable unforeseen) {
        throw new IllegalStateException(unforeseen);
      }
    }

    int allocate(int file, long length) {
      try {
        return (int) allocate.invokeExact(file, 0L, length);
      } catch (Throwable unforeseen) {
        throw new IllegalStateException(unforeseen);
      }
    }

    void close(int file) {
      try {
        int _ = (int) close.invokeExact(file);
      } catch (Throwable unforeseen) {
        throw new IllegalStateException(unforeseen);
      }
    }
  }

  /// Takes space for that many bytes of a file that exists. False if nothing can be taken here.
  ///
  /// @throws DiskException with `FULL` if there is too little space
  static boolean take(Path root, Path name, long length) throws DiskException {
    Calls calls = CALLS;
    int file = calls == null ? -1 : open(calls, root, name);
    if (calls == null || file < 0) {
      return false;
    }
    try {
      int error = calls.allocate(file, length);
      while (error == INTERRUPTED) {
        error = calls.allocate(file, length);
      }
      return taken(error, root.resolve(name), length);
    } finally {
      calls.close(file);
    }
  }

  /// What the error number means, 0 being none.
  static boolean taken(int error, Path file, long length) throws DiskException {
    return switch (error) {
      case 0 -> true;
      case NO_SPACE, OVER_QUOTA ->
          throw new DiskException(
              DiskProblem.FULL, "there is no room for the %,d bytes of %s".formatted(length, file));
      case TOO_BIG ->
          throw new DiskException(
              DiskProblem.FAILED,
              "the file system stores no file of the %,d bytes of %s".formatted(length, file));
      default -> false; // mostly: this file system cannot do it
    };
  }

  private static int open(Calls calls, Path root, Path name) {
    int at = calls.open(FROM_THE_TOP, root.toString(), calls.folder());
    for (int i = 0; i < name.getNameCount() && at >= 0; i++) {
      boolean last = i == name.getNameCount() - 1;
      int flags = calls.noFollow() | (last ? READ_WRITE : calls.folder());
      int next = calls.open(at, name.getName(i).toString(), flags);
      calls.close(at);
      at = next;
    }
    return at;
  }
}
