package dev.freshet.core.utp;

/// The memory that all connections together may hold: what has come out of order or is not read,
/// and what is under way.
final class Budget {
  private final long most;
  private long used;

  Budget(long most) {
    this.most = most;
  }

  boolean hasRoom() {
    return used < most;
  }

  void take(long bytes) {
    used += bytes;
  }

  void give(long bytes) {
    used -= bytes;
  }

  long used() {
    return used;
  }
}
