package dev.freshet.protocol.announce;

/// A tracker's URL, a client's request or a tracker's answer that cannot be used. The message is
/// one clause for people, without control characters.
public final class AnnounceException extends Exception {
  private static final long serialVersionUID = 1;

  /// With the reason as one clause.
  public AnnounceException(String message) {
    super(message);
  }
}
