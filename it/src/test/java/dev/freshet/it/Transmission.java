package dev.freshet.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Transmission 3.00.
record Transmission() implements Client {
  @Override
  public Peer join(Stage stage, Path folder, String source, boolean encrypted) {
    int port = stage.port();
    String remote = "127.0.0.1:" + stage.port();
    Path home = stage.folder("transmission");
    try {
      Files.writeString(
          home.resolve("settings.json"),
          """
          {
            "bind-address-ipv4": "%s",
            "dht-enabled": false,
            "encryption": %d,
            "lpd-enabled": false,
            "peer-port": %d,
            "port-forwarding-enabled": false,
            "rename-partial-files": false,
            "rpc-bind-address": "127.0.0.1",
            "rpc-port": %s
          }
          """
              .formatted(HOST, encrypted ? 2 : 1, port, remote.substring(remote.indexOf(':') + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Child child =
        stage.start(
            "transmission", home, List.of("transmission-daemon", "-f", "-g", home.toString()));
    stage.until("Transmission's ear", () -> ask(stage, remote, "-l").contains("Sum:"), child);
    String added = ask(stage, remote, "-w", folder.toString(), "-a", source);
    if (added.contains("Error")) {
      throw new AssertionError("Transmission does not take " + source + ": " + added);
    }
    return new Peer(
        child, port, () -> ask(stage, remote, "-t", "all", "-i").contains("Percent Done: 100%"));
  }

  private static String ask(Stage stage, String remote, String... question) {
    List<String> command = new ArrayList<>(List.of("transmission-remote", remote));
    command.addAll(List.of(question));
    return stage.answer(command);
  }

  @Override
  public boolean knowsPadding() {
    return false;
  }

  @Override
  public boolean makesEmptyFiles() {
    return false;
  }

  @Override
  public boolean callsLoopback() {
    return false;
  }
}
