package dev.freshet.core.torrent;

import dev.freshet.core.rate.TokenBucket;
import dev.freshet.core.table.IntTable;

/// How much is hashed for strangers who ask for hashes (BEP 52), over all torrents of a node: a
/// question is short, and its answer may cost a pass over a whole layer, or the reading of a whole
/// piece. What is over the budget is answered with a no.
///
/// Who asks need not be unchoked, nor have anything. So there is a budget for each peer, too, which
/// few honest ones ever use up: blocks are asked for where a piece is bad, layers once.
public final class HashBudget {
  /// How many bytes of layers are hashed in a second to prove what is served.
  private static final long LAYERS_A_SECOND = 64 << 20;

  /// How many bytes of pieces are read and hashed in a second.
  private static final long PIECES_A_SECOND = 16 << 20;

  /// And for one peer.
  private static final long LAYERS_A_PEER = 8 << 20;

  private static final long PIECES_A_PEER = 4 << 20;

  private record Peer(TokenBucket layers, TokenBucket pieces) {}

  private final TokenBucket layers = new TokenBucket(LAYERS_A_SECOND, 0);
  private final TokenBucket pieces = new TokenBucket(PIECES_A_SECOND, 0);
  private final IntTable<Peer> peers = new IntTable<>();

  /// All of it is there.
  public HashBudget() {}

  /// Whether so many bytes of a layer may be hashed for the peer on this connection; if so they
  /// count. They may be more than what is left, and then are owed.
  boolean layer(long now, int conn, int bytes) {
    return take(now, peer(now, conn).layers, layers, bytes);
  }

  /// Whether a piece of so many bytes may be read and hashed for the peer on this connection; if so
  /// it counts, and may be owed as well.
  boolean piece(long now, int conn, int bytes) {
    return take(now, peer(now, conn).pieces, pieces, bytes);
  }

  private Peer peer(long now, int conn) {
    Peer peer = peers.get(conn);
    if (peer == null) {
      peer = new Peer(new TokenBucket(LAYERS_A_PEER, now), new TokenBucket(PIECES_A_PEER, now));
      peers.put(conn, peer);
    }
    return peer;
  }

  private static boolean take(long now, TokenBucket own, TokenBucket all, int bytes) {
    if (own.available(now) <= 0 || all.available(now) <= 0) {
      return false;
    }
    own.take(now, bytes);
    all.take(now, bytes);
    return true;
  }

  /// The peer is gone.
  void gone(int conn) {
    if (peers.get(conn) != null) {
      peers.remove(conn);
    }
  }
}
