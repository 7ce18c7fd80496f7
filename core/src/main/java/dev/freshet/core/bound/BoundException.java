package dev.freshet.core.bound;

import java.io.Serial;

/// Why there is no bound for what was asked: one clause that names the number which makes no sense.
public final class BoundException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  BoundException(String clause) {
    super(clause);
  }

  /// The clause, without a capital and a full stop.
  public String clause() {
    return String.valueOf(getMessage());
  }
}
