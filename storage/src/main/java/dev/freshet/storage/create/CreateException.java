package dev.freshet.storage.create;

/// No torrent could be made of these files. The message is one sentence for people and names the
/// file.
public final class CreateException extends Exception {
  private static final long serialVersionUID = 1;

  /// For that reason.
  public CreateException(String message) {
    super(message);
  }
}
