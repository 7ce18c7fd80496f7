package dev.freshet.core.torrent;

/// Payload on its way to the disk, over all torrents of a node: what bounds memory when the disk is
/// slower than the network.
public final class WriteBudget {
  private final long most;
  private long pending;

  /// At most so many bytes.
  public WriteBudget(long most) {
    this.most = most;
  }

  /// So many bytes were given to the disk.
  void add(long bytes) {
    pending += bytes;
  }

  /// So many bytes were written, or given up.
  void done(long bytes) {
    pending -= bytes;
  }

  /// Whether nothing more should be read from peers.
  boolean full() {
    return pending >= most;
  }

  /// Whether so much has been written that reading may go on.
  boolean roomy() {
    return pending <= most / 2;
  }
}
