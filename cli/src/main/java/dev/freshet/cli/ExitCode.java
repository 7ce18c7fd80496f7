package dev.freshet.cli;

/// What the program's exit code says; scripts rely on it.
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int LATE = 3;

  /// Ended by a signal: this plus its number (130 on Ctrl-C, 143 on a request to end).
  static final int SIGNAL = 128;

  private ExitCode() {}
}
