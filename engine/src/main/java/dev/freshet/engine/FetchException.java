package dev.freshet.engine;

/// Why a file could not be fetched from a web server. The message is one clause for people.
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What kind of reason it is.
  public enum Code {
    /// The URL is none that can be fetched.
    URL,
    /// The server's name has no address.
    HOST,
    /// Nobody takes connections there.
    REFUSED,
    /// It took too long.
    TIME,
    /// The server has no such file, or does not give it.
    STATUS,
    /// The file is longer than was allowed.
    SIZE,
    /// The server does not send parts of it as they are asked for.
    RANGES,
    /// The server does not say how long it is.
    LENGTH,
    /// There is nothing in it.
    EMPTY,
    /// It comes compressed.
    ENCODED,
    /// It was changed while it was read.
    CHANGED,
    /// Anything else, such as what the message says.
    OTHER
  }

  private final Code code;

  FetchException(Code code, String clause) {
    super(clause);
    this.code = code;
  }

  /// The kind.
  public Code code() {
    return code;
  }
}
