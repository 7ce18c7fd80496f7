package dev.freshet.engine;

import org.jspecify.annotations.Nullable;

/// Why the engine did not do what was asked; [#code] is for programs, the message for people.
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What kind of reason it is.
  public enum Code {
    /// A torrent with the same info-hash is there already.
    DUPLICATE,
    /// What a magnet link names cannot be used, say for want of the wanted files.
    UNUSABLE,
    /// The torrent was removed before it came to this.
    REMOVED,
    /// The engine is closed.
    CLOSED,
    /// The engine found a fault of its own and has stopped.
    FAILED
  }

  private final Code code;

  EngineException(Code code, String message) {
    this(code, message, null);
  }

  EngineException(Code code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// What kind of reason it is.
  public Code code() {
    return code;
  }
}
