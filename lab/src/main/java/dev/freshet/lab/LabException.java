package dev.freshet.lab;

import java.io.Serial;

/// Why a run cannot go on: one clause for people, such as what the disk said.
public final class LabException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  LabException(String clause) {
    super(clause);
  }

  LabException(String clause, Throwable cause) {
    super(clause, cause);
  }

  /// The clause, without a capital and a full stop.
  public String clause() {
    return String.valueOf(getMessage());
  }
}
