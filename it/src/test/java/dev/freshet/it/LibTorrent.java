package dev.freshet.it;

import java.nio.file.Path;

/// libtorrent (Rasterbar) 2.0.8, which qBittorrent and Deluge are built on.
record LibTorrent() implements Client {
  @Override
  public Peer join(Stage stage, Path folder, String source, boolean encrypted) {
    int port = stage.port();
    Child child =
        stage.start(
            "libtorrent",
            Python.script(
                stage,
                "peer.py",
                folder,
                HOST + ":" + port,
                source,
                encrypted ? "--encrypted" : "--as-usual"));
    return new Peer(child, port, () -> child.out().contains("SEEDING"));
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
