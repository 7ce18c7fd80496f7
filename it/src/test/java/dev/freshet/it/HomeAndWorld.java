package dev.freshet.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A home and the world, with a router between them: network namespaces that a script makes and
/// that end with it.
///
/// @param files where the script and what it writes is
record HomeAndWorld(Stage stage, Path files) {
  /// Skips the test where no such networks can be made.
  static void assume() throws IOException, InterruptedException {
    Process probe = new ProcessBuilder("unshare", "-rnm", "nft", "list", "ruleset").start();
    boolean has = probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
    Assumptions.assumeTrue(has, "no network of our own here: unshare -rn or nft is refused");
  }

  static HomeAndWorld on(Stage stage) throws IOException {
    return new HomeAndWorld(stage, stage.folder("files"));
  }

  /// Starts the router by one of the scripts of the tests, which makes the networks.
  Child router(String script, List<String> words) throws IOException {
    for (String name : List.of("home.sh", script)) {
      try (InputStream text =
          Objects.requireNonNull(HomeAndWorld.class.getResourceAsStream("/" + name))) {
        Files.copy(text, files.resolve(name));
      }
    }
    List<String> command = new ArrayList<>(List.of("unshare", "-rnm", "sh"));
    command.addAll(List.of(files.resolve(script).toString(), files.toString()));
    command.addAll(words);
    return stage.start("router", command);
  }

  /// Starts a program in one of the two, `home` or `world`.
  ///
  /// @param options more for `nsenter`
  Child start(String place, String name, List<String> command, String... options)
      throws IOException {
    String pid = Files.readString(files.resolve(place + ".pid")).strip();
    return stage.start(name, inside(pid, command, options));
  }

  /// What the packet filter of the router says of this, such as `counters`.
  String filter(Child router, String what) {
    return stage.answer(inside(String.valueOf(router.pid()), List.of("nft", "list", what)));
  }

  private static List<String> inside(String pid, List<String> command, String... options) {
    List<String> words = new ArrayList<>(List.of("nsenter", "-U", "-n"));
    words.addAll(List.of(options));
    words.addAll(List.of("--preserve-credentials", "-t", pid));
    words.addAll(command);
    return words;
  }
}
