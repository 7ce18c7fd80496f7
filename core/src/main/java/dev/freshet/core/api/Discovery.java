package dev.freshet.core.api;

/// How peers are found beside trackers and those that the embedder names.
///
/// @param peerExchange whether neighbours tell us of theirs, and we them of ours (BEP 11)
public record Discovery(boolean peerExchange) {
  /// Every way there is.
  public static final Discovery ALL = new Discovery(true);
}
