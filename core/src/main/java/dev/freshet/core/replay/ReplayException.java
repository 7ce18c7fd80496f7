package dev.freshet.core.replay;

/// Bytes that claim to be a recording but are none, or one of another version. The message is one
/// clause for people.
public final class ReplayException extends Exception {
  private static final long serialVersionUID = 1;

  ReplayException(String message) {
    super(message);
  }

  ReplayException(String message, Throwable cause) {
    super(message, cause);
  }
}
