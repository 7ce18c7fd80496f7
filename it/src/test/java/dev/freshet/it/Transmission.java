package dev.freshet.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Transmission 3.00.
record Transmission() implements Client {
  @Override
  public Peer join(Stage stage, Path folder, String source, Habits habits) {
    int port = stage.port();
    String remote = "127.0.0.1:" + stage.port();
    Path home = stage.folder("transmission");
    try {
      Files.writeString(
          home.resolve("settings.json"),
          """
          {
            "bind-address-ipv4": "%s",
            "dht-enabled": %s,
            "encryption": %d,
            "lpd-enabled": %s,
            "peer-port": %d,
            "port-forwarding-enabled": false,
            "rename-partial-files": false,
            "rpc-bind-address": "127.0.0.1",
            "rpc-port": %s
          }
          """
              .formatted(
                  habits.host(),
                  !habits.nodes().isEmpty(),
                  habits.encrypted() ? 2 : 1,
                  habits.local(),
                  port,
                  remote.substring(remote.indexOf(':') + 1)));
      if (!habits.nodes().isEmpty()) {
        Files.write(home.resolve("dht.dat"), remembered(habits.nodes()));
      }
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
        child,
        habits.host(),
        port,
        () -> ask(stage, remote, "-t", "all", "-i").contains("Percent Done: 100%"));
  }

  /// The nodes that it met the last time. It calls them one every two seconds; those of a file for
  /// people to write, `dht.bootstrap`, one every fifteen, and it needs nine before it looks for
  /// anything.
  private static byte[] remembered(List<String> nodes) {
    ByteBuffer compact = ByteBuffer.allocate(6 * nodes.size());
    for (String node : nodes) {
      String[] parts = node.split("[.:]", -1);
      for (int i = 0; i < 4; i++) {
        compact.put((byte) Integer.parseInt(parts[i]));
      }
      compact.putShort((short) Integer.parseInt(parts[4]));
    }
    String addresses = new String(compact.array(), StandardCharsets.ISO_8859_1);
    return ("d5:nodes" + compact.capacity() + ":" + addresses + "e")
        .getBytes(StandardCharsets.ISO_8859_1);
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
