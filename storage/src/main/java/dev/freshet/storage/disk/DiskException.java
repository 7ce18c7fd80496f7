package dev.freshet.storage.disk;

import dev.freshet.core.api.DiskProblem;

/// The disk said no. The message is one sentence for people and names the file.
public final class DiskException extends Exception {
  private static final long serialVersionUID = 1;

  private final DiskProblem problem;
  private final String message;

  /// This problem, said in these words.
  public DiskException(DiskProblem problem, String message) {
    super(message);
    this.problem = problem;
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /// What kind of problem it is.
  public DiskProblem problem() {
    return problem;
  }
}
