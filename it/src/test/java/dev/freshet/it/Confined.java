package dev.freshet.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Freshet where not everything can be written or read, by Linux's namespaces: a disk that is full,
/// and files that are closed even to root, who may do anything with those of known users only.
final class Confined {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  /// Runs a command on a small disk of its own, and once more when the disk has grown; what is on
  /// it then is copied, for it goes with the namespace.
  private static final String TWICE =
      """
      disk=$1 kept=$2 size=$3; shift 3
      mount -t tmpfs -o size=$size tmpfs "$disk" || exit 9
      "$@" >first.out 2>first.err; echo $? >first.code
      mount -o remount,size=64m "$disk" || exit 9
      "$@" >second.out 2>second.err; echo $? >second.code
      cp -R "$disk/." "$kept"
      """;

  /// Runs a command on a small disk of its own, which grows once the command has said that it is
  /// full, if it still runs then; what is on it at the end is copied.
  private static final String GROWING =
      """
      disk=$1 kept=$2 size=$3; shift 3
      mount -t tmpfs -o size=$size tmpfs "$disk" || exit 9
      "$@" >first.out 2>first.err &
      until grep -qi "no space left" first.err || ! kill -0 $!; do sleep 0.1; done
      kill -0 $! && touch waited
      mount -o remount,size=64m "$disk" || exit 9
      wait $!; echo $? >first.code
      cp -R "$disk/." "$kept"
      """;

  private Confined() {}

  /// How a command ended.
  record Run(int code, String out, String err) {
    private static Run read(Path folder, String name) throws IOException {
      String code = Files.readString(folder.resolve(name + ".code"));
      return new Run(
          Integer.parseInt(code.strip()),
          Files.readString(folder.resolve(name + ".out")),
          Files.readString(folder.resolve(name + ".err")));
    }
  }

  /// What a command came to on a full disk, and when there was room again.
  record Twice(Run full, Run again) {}

  /// Skips the test, saying why, where there are no namespaces to be had.
  static void assume() throws IOException, InterruptedException {
    Namespaces.assume("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
  }

  /// Runs Freshet twice with `disk` as a disk of so many bytes, then of plenty; leaves what that
  /// holds in `kept`.
  static Twice twice(Stage stage, Path disk, Path kept, int size, String... words)
      throws IOException {
    Path home = stage.folder("confined");
    List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", TWICE, "sh"));
    command.addAll(List.of(disk.toString(), kept.toString(), String.valueOf(size)));
    command.addAll(Program.command(words));
    stage.awaitExit(stage.start("freshet-confined", home, command), 0);
    return new Twice(Run.read(home, "first"), Run.read(home, "second"));
  }

  /// Runs Freshet with `disk` as a disk of so many bytes, and of plenty once it has said that it is
  /// full, which it has to wait for; leaves what that holds in `kept`.
  static Run growing(Stage stage, Path disk, Path kept, int size, String... words)
      throws IOException {
    Path home = stage.folder("confined");
    List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", GROWING, "sh"));
    command.addAll(List.of(disk.toString(), kept.toString(), String.valueOf(size)));
    command.addAll(Program.command(words));
    stage.awaitExit(stage.start("freshet-confined", home, command), 0);
    Run run = Run.read(home, "first");
    if (!Files.exists(home.resolve("waited"))) {
      throw new AssertionError("did not wait for room: " + run);
    }
    return run;
  }

  /// Starts Freshet so that [#deny] binds it.
  static Child start(Stage stage, String... words) {
    List<String> command = new ArrayList<>(ROOT ? List.of("unshare", "-r") : List.of());
    command.addAll(Program.command(words));
    return stage.start("freshet-" + words[0], command);
  }

  /// Closes a file or folder to whoever [#start] starts.
  static void deny(Path path) throws IOException {
    Files.setPosixFilePermissions(path, Set.<PosixFilePermission>of());
    if (ROOT) {
      Files.setOwner(
          path,
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }
  }

  /// Opens it again, so that it can be deleted.
  static void allow(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
  }
}
