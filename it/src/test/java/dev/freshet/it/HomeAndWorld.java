package dev.freshet.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A home and the world, with a router between them: network namespaces that a script makes and
/// that end with it.
///
/// @param files where the script and what it writes is
record HomeAndWorld(Stage stage, Path files) {
  /// Skips the test where no such networks can be made.
  static void assume() throws IOException, InterruptedException {
    Namespaces.assume("unshare", "-rnm", "nft", "list", "ruleset");
  }

  static HomeAndWorld on(Stage stage) throws IOException {
    return new HomeAndWorld(stage, stage.folder("files"));
  }

  /// Starts the router by one of the scripts of the tests, which makes the networks.
  Child router(String script, List<String> words) {
    Resources.copy("home.sh", files);
    String main = Resources.copy(script, files).toString();
    List<String> command =
        new ArrayList<>(List.of("unshare", "-rnm", "sh", main, files.toString()));
    command.addAll(words);
    return stage.start("router", command);
  }

  /// Starts a program in one of the two, `home` or `world`.
  ///
  /// @param options more for `nsenter`
  Child start(String place, String name, List<String> command, String... options)
      throws IOException {
    String pid = Files.readString(files.resolve(place + ".pid")).strip();
    return stage.through(Namespaces.network(pid, options)).start(name, command);
  }

  /// What the packet filter of the router says of this, such as `counters`.
  String filter(Child router, String what) {
    return stage
        .through(Namespaces.network(String.valueOf(router.pid())))
        .answer(List.of("nft", "list", what));
  }
}
