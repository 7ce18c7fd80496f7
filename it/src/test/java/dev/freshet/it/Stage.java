package dev.freshet.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Where one test plays: a folder, ports, and the children it starts. When it ends, all of them end
/// and the folder goes; when it fails, what each of them said is in the message.
final class Stage {
  /// One test on its stage.
  interface Play {
    void on(Stage stage) throws Exception;
  }

  /// How long anything may take before it counts as never: generous, as nothing is measured.
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(300);

  private static final long POLL_MILLIS = 50;

  /// Below the ports that the system hands out by itself.
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(12_000 + (int) (ProcessHandle.current().pid() % 1000) * 18);

  /// Says where the library is that tells a program another time.
  private static final List<String> FAKETIME =
      List.of("sh", "-c", "dpkg -L libfaketime | grep '/libfaketimeMT.so.1$'");

  private final Path folder;
  private final List<Child> children;
  private final AtomicInteger folders;
  private final List<String> entrance;

  private Stage(Path folder, List<Child> children, AtomicInteger folders, List<String> entrance) {
    this.folder = folder;
    this.children = children;
    this.folders = folders;
    this.entrance = entrance;
  }

  /// Plays `play` on a stage of its own; `name` says which in the message of a failure. If another
  /// program crashes it is played once more, and no oftener: if that always crashes, we may be the
  /// reason.
  static void play(String name, Play play) throws Exception {
    try {
      playOnce(name, play);
    } catch (AssertionError problem) {
      if (!(problem.getCause() instanceof OtherCrashed)) {
        throw problem;
      }
      System.err.println("played again, since another program crashed: " + name);
      playOnce(name, play);
    }
  }

  private static void playOnce(String name, Play play) throws Exception {
    Path folder = Files.createTempDirectory("freshet-it").toRealPath();
    Stage stage = new Stage(folder, new ArrayList<>(), new AtomicInteger(), List.of());
    try {
      play.on(stage);
    } catch (Throwable problem) {
      throw new AssertionError(name + ": " + problem.getMessage() + "\n" + stage.story(), problem);
    } finally {
      stage.children.reversed().forEach(Child::close);
      delete(folder);
    }
  }

  /// A new folder; `name` is part of its own.
  Path folder(String name) {
    try {
      return Files.createDirectories(folder.resolve(folders.incrementAndGet() + "-" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A part of this stage: what is started there is started through `entrance`, such as the words
  /// that enter another network.
  Stage through(List<String> entrance) {
    return new Stage(folder, children, folders, entrance);
  }

  /// A part of this stage, in a network, where time goes so many times faster for whoever is
  /// started: for clients that do something once in minutes. What the library leaves in shared
  /// memory when its program is killed goes with the program.
  Stage hurried(int times) {
    List<String> words = new ArrayList<>(entrance);
    words.addAll(List.of("unshare", "-m", "sh", "-c"));
    words.add("mount -t tmpfs tmpfs /dev/shm && exec env \"$@\"");
    words.addAll(List.of("sh", "LD_PRELOAD=" + faketime(), "FAKETIME=+0 x" + times));
    return through(words);
  }

  /// Where the library is that tells a program another time.
  String faketime() {
    return answer(FAKETIME).strip();
  }

  private List<String> entering(List<String> command) {
    List<String> words = new ArrayList<>(entrance);
    words.addAll(command);
    return words;
  }

  /// Starts a program whose home is a new folder; Freshet's own have names that begin with
  /// "freshet".
  Child start(String name, List<String> command) {
    return start(name, folder(name), command);
  }

  /// Starts a program at home in `home`. What all programs remember is in one place, so that one
  /// that is started again knows it.
  Child start(String name, Path home, List<String> command) {
    Child child = Child.start(name, home, folder.resolve("state"), entering(command));
    children.add(child);
    return child;
  }

  /// Runs a program to its end; returns it when its exit code is 0.
  Child run(String name, List<String> command) {
    Child child = start(name, command);
    awaitExit(child, 0);
    return child;
  }

  /// What a short-lived program says, on either output.
  String answer(List<String> command) {
    Path said = folder("answer").resolve("said");
    try {
      Process process =
          new ProcessBuilder(entering(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      until("the answer of " + command, () -> !process.isAlive());
      return Files.readString(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until `child` has ended, with this exit code.
  void awaitExit(Child child, int code) {
    until("the end of " + child.name(), () -> !child.alive());
    if (child.exitCode() != code) {
      refuseCrashes("the end of " + child.name());
      throw new AssertionError(
          child.name() + " ended with exit code " + child.exitCode() + " instead of " + code);
    }
  }

  /// Waits for `what`, and fails if it never comes, if a child that is needed for it has ended, or
  /// if another program has crashed.
  void until(String what, BooleanSupplier come, Child... needed) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!come.getAsBoolean()) {
      refuseCrashes(what);
      for (Child child : needed) {
        // once more: it may have come before the child ended
        if (!child.alive() && !come.getAsBoolean()) {
          throw new AssertionError(child.name() + " ended before " + what);
        }
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError("waited in vain for " + what);
      }
      rest();
    }
  }

  private void refuseCrashes(String what) {
    for (Child child : children) {
      if (child.crashed() && !child.name().startsWith("freshet")) {
        throw new OtherCrashed(child.name() + " crashed before " + what);
      }
    }
  }

  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /// A port of 127.0.0.1 that nobody listens on, neither TCP nor UDP; never the same twice.
  int port() {
    while (true) {
      int port = NEXT_PORT.getAndIncrement();
      if (free(port)) {
        return port;
      }
    }
  }

  private static boolean free(int port) {
    InetSocketAddress address = new InetSocketAddress(port);
    try (ServerSocketChannel tcp = ServerSocketChannel.open();
        DatagramChannel udp = DatagramChannel.open()) {
      tcp.bind(address);
      udp.bind(address);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private String story() {
    StringBuilder story = new StringBuilder();
    children.forEach(child -> story.append(child.story()));
    return story.toString();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
