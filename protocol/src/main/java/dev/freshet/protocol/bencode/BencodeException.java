package dev.freshet.protocol.bencode;

/// Bytes that are not bencode, or are beyond the limits set. The message is one clause for people.
public final class BencodeException extends Exception {
  private static final long serialVersionUID = 1;

  /// With the reason as one clause.
  public BencodeException(String message) {
    super(message);
  }
}
