package dev.freshet.storage.disk;

import dev.freshet.core.api.DiskProblem;

/// The disk said no. The message is one sentence for people and names the file.
public final class DiskException extends Exception {
  private static final long serialVersionUID = 1;

  private final DiskProblem problem;
  private final String message;
  private final boolean tooManyOpen;

  /// This problem, said in these words.
  public DiskException(DiskProblem problem, String message) {
    this(problem, message, false);
  }

  private DiskException(DiskProblem problem, String message, boolean tooManyOpen) {
    super(message);
    this.problem = problem;
    this.message = message;
    this.tooManyOpen = tooManyOpen;
  }

  /// That the system lets us open no more files than we have open.
  public static DiskException tooManyOpen(String message) {
    return new DiskException(DiskProblem.FAILED, message, true);
  }

  @Override
  public String getMessage() {
    return message;
  }

  /// What kind of problem it is.
  public DiskProblem problem() {
    return problem;
  }

  /// Whether it may go away when we close some of our files.
  public boolean isTooManyOpen() {
    return tooManyOpen;
  }

  /// The same, of a file that could not be forced.
  public DiskException inDoubt() {
    return new DiskException(
        problem(),
        getMessage() + "; what was not yet safe in it is checked again at the next start");
  }
}
