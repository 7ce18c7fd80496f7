package dev.freshet.core.torrent;

/// One torrent's part of the [WriteBudget], given back when the torrent leaves.
final class WriteShare {
  private final WriteBudget budget;
  private long pending;

  WriteShare(WriteBudget budget) {
    this.budget = budget;
  }

  /// So many bytes were given to the disk.
  void add(long bytes) {
    pending += bytes;
    budget.add(bytes);
  }

  /// So many bytes were written, or given up.
  void done(long bytes) {
    pending -= bytes;
    budget.done(bytes);
  }

  /// Nobody will tell what becomes of what the disk was given.
  void leave() {
    done(pending);
  }

  /// Whether nothing more should be read from peers.
  boolean full() {
    return budget.full();
  }

  /// Whether so much has been written that reading may go on.
  boolean roomy() {
    return budget.roomy();
  }
}
