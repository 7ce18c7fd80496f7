package dev.freshet.protocol.metainfo;

/// Bytes or a link that claim to describe a torrent but do not. The message is one clause for
/// people.
public final class MetainfoException extends Exception {
  private static final long serialVersionUID = 1;

  /// With the reason as one clause.
  public MetainfoException(String message) {
    super(message);
  }
}
