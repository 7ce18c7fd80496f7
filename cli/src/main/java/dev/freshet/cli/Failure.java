package dev.freshet.cli;

import java.io.Serial;

/// Why a command could not do its work: one sentence that says what to do, and the exit code.
final class Failure extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final int exitCode;

  private Failure(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /// It did not work.
  static Failure of(String sentence) {
    return new Failure(ExitCode.FAILED, sentence);
  }

  /// It was asked for wrongly.
  static Failure usage(String sentence) {
    return new Failure(ExitCode.USAGE, sentence);
  }

  /// It was not complete in the time given.
  static Failure late(String sentence) {
    return new Failure(ExitCode.LATE, sentence);
  }

  int exitCode() {
    return exitCode;
  }

  /// The sentence.
  String sentence() {
    return String.valueOf(getMessage());
  }
}
