package dev.freshet.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// rTorrent 0.9.8.
record RTorrent() implements Client {
  @Override
  public Peer join(Stage stage, Path folder, String source, Habits habits) {
    if (habits.local()) {
      throw new IllegalArgumentException("it knows nothing of BEP 14");
    }
    int port = stage.port();
    Path home = stage.folder("rtorrent");
    Path checked = home.resolve("checked");
    Path options = home.resolve("rtorrent.rc");
    try {
      Files.createDirectories(home.resolve("session"));
      Files.writeString(
          options,
          """
          system.daemon.set = true
          network.bind_address.set = %6$s
          network.port_range.set = %1$d-%1$d
          network.port_random.set = no
          directory.default.set = %2$s
          session.path.set = %3$s/session
          dht.mode.set = %8$s
          dht.port.set = %1$d
          protocol.encryption.set = %7$s
          log.open_file = all, /dev/stderr
          log.add_output = info, all
          log.add_output = tracker_debug, all
          method.set_key = event.download.hash_done, checked, "execute.nothrow = touch, %4$s"
          schedule2 = start, 0, 0, "load.start = \\"%5$s\\""
          """
              .formatted(
                  port,
                  folder,
                  home,
                  checked,
                  source,
                  habits.host(),
                  habits.encrypted()
                      ? "allow_incoming,try_outgoing,require,require_RC4"
                      : "allow_incoming,enable_retry",
                  habits.nodes().isEmpty() ? "off" : "on"));
      // a node is asked once the DHT is on, which is after this has been read
      for (String node : habits.nodes().stream().limit(1).toList()) {
        Files.writeString(
            options,
            "schedule2 = node, 1, 0, \"dht.add_node = " + node + "\"\n",
            StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Child child =
        stage.start("rtorrent", home, List.of("rtorrent", "-n", "-o", "import=" + options));
    return new Peer(child, habits.host(), port, () -> Files.exists(checked));
  }

  @Override
  public boolean knowsPadding() {
    return false;
  }

  @Override
  public boolean makesEmptyFiles() {
    return true;
  }

  @Override
  public boolean callsLoopback() {
    return true;
  }

  /// It tells of peers every two minutes, and begins in the DHT once in five seconds.
  @Override
  public Stage pace(Stage network) {
    return network.hurried(12);
  }
}
