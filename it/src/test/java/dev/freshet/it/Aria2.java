package dev.freshet.it;

import java.nio.file.Path;
import java.util.List;

/// aria2 1.36.
record Aria2() implements Client {
  @Override
  public Peer join(Stage stage, Path folder, String source, boolean encrypted) {
    int port = stage.port();
    List<String> command =
        List.of(
            "aria2c",
            "--no-conf",
            "--dir=" + folder,
            "--interface=" + HOST,
            "--listen-port=" + port,
            // UDP trackers go through the socket of the DHT, which knows nobody to call
            "--enable-dht=true",
            "--dht-listen-port=" + port,
            "--enable-dht6=false",
            "--bt-enable-lpd=false",
            "--check-integrity=true",
            "--seed-ratio=0.0",
            "--file-allocation=none",
            "--console-log-level=info",
            "--bt-require-crypto=" + encrypted,
            "--bt-min-crypto-level=" + (encrypted ? "arc4" : "plain"),
            source);
    Child child = stage.start("aria2", command);
    return new Peer(child, port, () -> child.out().contains("SEED("));
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
