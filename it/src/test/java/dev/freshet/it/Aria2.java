package dev.freshet.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// aria2 1.36.
record Aria2() implements Client {
  @Override
  public Peer join(Stage stage, Path folder, String source, Habits habits) {
    int port = stage.port();
    List<String> command = new ArrayList<>(List.of("aria2c", "--no-conf", "--dir=" + folder));
    command.addAll(
        List.of(
            "--interface=" + habits.host(),
            "--listen-port=" + port,
            // UDP trackers go through the socket of the DHT, which may know nobody to call
            "--enable-dht=true",
            "--dht-listen-port=" + port,
            "--enable-dht6=false",
            "--bt-enable-lpd=" + habits.local(),
            "--check-integrity=true",
            "--seed-ratio=0.0",
            "--file-allocation=none",
            "--console-log-level=info",
            "--bt-require-crypto=" + habits.encrypted(),
            "--bt-min-crypto-level=" + (habits.encrypted() ? "arc4" : "plain")));
    // it takes one
    habits.nodes().stream().limit(1).forEach(node -> command.add("--dht-entry-point=" + node));
    if (habits.local()) {
      command.add("--bt-lpd-interface=" + habits.host());
    }
    command.add(source);
    Child child = stage.start("aria2", command);
    return new Peer(child, habits.host(), port, () -> child.out().contains("SEED("));
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
}
