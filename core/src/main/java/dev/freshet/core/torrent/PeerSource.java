package dev.freshet.core.torrent;

/// Who told us of an address; the later ones are believed more.
public enum PeerSource {
  /// Another peer (BEP 11), who may say anything: its word is good for one try.
  EXCHANGE(1),
  /// Someone who called out on the local network (BEP 14), as any machine there may.
  LOCAL(2),
  /// A node of the DHT, which may say anything too, but is asked again.
  DHT(2),
  /// A tracker.
  TRACKER(5),
  /// The embedder, or the link that it gave us.
  EMBEDDER(5),
  /// The peer itself: it has talked to us.
  ITSELF(5);

  private final int tries;

  PeerSource(int tries) {
    this.tries = tries;
  }

  /// How often an address may fail to answer before it is given up.
  int tries() {
    return tries;
  }

  /// Whether it may say anything, as nobody has vouched for it.
  boolean hearsay() {
    return compareTo(TRACKER) < 0;
  }
}
