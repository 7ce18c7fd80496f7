package dev.freshet.it;

import java.nio.file.Path;

/// libtorrent (Rasterbar) 2.0.8, which qBittorrent and Deluge are built on.
record LibTorrent() implements Client {
  @Override
  public Peer join(Stage stage, Path folder, String source, Habits habits) {
    if (!habits.nodes().isEmpty()) {
      throw new IllegalArgumentException("peer.py knows no DHT: " + habits);
    }
    int port = stage.port();
    Child child =
        stage.start(
            "libtorrent",
            Python.script(
                stage,
                "peer.py",
                folder,
                habits.host() + ":" + port,
                source,
                habits.encrypted() ? "--encrypted" : "--as-usual",
                habits.local() ? "--local" : "--as-usual"));
    return new Peer(child, habits.host(), port, () -> child.out().contains("SEEDING"));
  }

  @Override
  public boolean knowsPadding() {
    return true;
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
