package dev.freshet.core.api;

/// How peers are found beside trackers and those that the embedder names. A private torrent does
/// without, whatever stands here (BEP 27).
///
/// @param peerExchange whether neighbours tell us of theirs, and we them of ours (BEP 11)
/// @param localSearch whether we call out on the local network, and hear who calls (BEP 14)
public record Discovery(boolean peerExchange, boolean localSearch) {
  /// Every way there is.
  public static final Discovery ALL = new Discovery(true, true);
}
