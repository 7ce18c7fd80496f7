package dev.freshet.protocol.http;

import java.io.Serial;

/// What a server sent is not HTTP as we take it; the message is one clause for people.
public final class HttpException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  HttpException(String clause) {
    super(clause);
  }

  /// The clause.
  public String clause() {
    return String.valueOf(getMessage());
  }
}
