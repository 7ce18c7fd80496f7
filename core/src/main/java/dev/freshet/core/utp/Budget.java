package dev.freshet.core.utp;

/// The memory that all connections together may hold: what has come out of order or is not read,
/// and what is under way.
///
/// One connection may hold a part of what is free (a dynamic threshold, Choudhury and Hahne 1998),
/// so that something stays free for the next. Who holds far more than that part, because it came
/// when more was free, and does not go on, has to leave.
final class Budget {
  private static final int PART = 8;

  private final long most;
  private long used;

  Budget(long most) {
    this.most = most;
  }

  /// How many bytes one connection may hold now.
  long share() {
    return Math.max(0, most - used) / PART;
  }

  /// Whether one connection should not hold so much for long.
  boolean tooMuch(long bytes) {
    return bytes > 2 * share();
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
