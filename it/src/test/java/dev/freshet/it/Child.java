package dev.freshet.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A program that a test runs. Standard output and standard error go to files, for the test to read
/// and to be shown when it fails; the process and all it started end with the test at the latest.
final class Child implements AutoCloseable {
  private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Child::close)));
  }

  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;

  private Child(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /// Starts `command` in `folder`, which is its home, with an environment of its own; what it
  /// remembers goes into `state`.
  static Child start(String name, Path folder, Path state, List<String> command) {
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(Set.of("PATH", "JAVA_HOME", "FRESHET_JAVA_HOME"));
    // Whoever builds holds the lock of the build already.
    environment.put("FRESHET_LOCKED", "1");
    environment.put("HOME", folder.toString());
    environment.put("XDG_STATE_HOME", state.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("TERM", "xterm");
    try {
      Child child = new Child(name, builder.start(), out, err);
      RUNNING.add(child);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is not installed; .ci/run installs it", e);
    }
  }

  String name() {
    return name;
  }

  boolean alive() {
    return process.isAlive();
  }

  /// Its number.
  long pid() {
    return process.pid();
  }

  /// Whether it ended by a fault: SIGILL, SIGABRT, SIGBUS, SIGFPE or SIGSEGV.
  boolean crashed() {
    return !alive() && Set.of(132, 134, 135, 136, 139).contains(exitCode());
  }

  /// The exit code of a child that has ended.
  int exitCode() {
    return process.exitValue();
  }

  /// What it has written to standard output so far.
  String out() {
    return read(out);
  }

  /// What it has written to standard error so far.
  String err() {
    return read(err);
  }

  /// Bytes that it has read so far, from files, sockets and all (Linux's own count).
  long bytesRead() {
    return number("io", "rchar");
  }

  /// Bytes that it has written so far, to files, sockets and all.
  long bytesWritten() {
    return number("io", "wchar");
  }

  private long number(String what, String counter) {
    Path file = Path.of("/proc", String.valueOf(process.pid()), what);
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(counter + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " has ended", e);
    }
  }

  /// The most memory that it has had in use at once so far, in bytes (Linux's own count).
  long peakResident() {
    return 1024 * number("status", "VmHWM");
  }

  /// Asks it to end, as Ctrl-C's polite sister does.
  void terminate() {
    process.destroy();
  }

  /// Ends it as `kill -9` does, and waits until it is gone.
  void kill() {
    List<ProcessHandle> all;
    try (Stream<ProcessHandle> descendants = process.descendants()) {
      all = Stream.concat(descendants, Stream.of(process.toHandle())).toList();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
    RUNNING.remove(this);
  }

  @Override
  public void close() {
    kill();
  }

  /// What it did, for the message of a failed test.
  String story() {
    String state = alive() ? "still runs" : "exit code " + exitCode();
    return "--- "
        + name
        + " ("
        + state
        + ")\n"
        + process.info().commandLine().map(line -> line + "\n").orElse("")
        + tail(out())
        + tail(err());
  }

  private static String tail(String text) {
    int kept = 6000;
    return text.length() <= kept ? text : "[...]\n" + text.substring(text.length() - kept);
  }

  private static String read(Path file) {
    try {
      // as it comes: a child may have written half a character
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
