package dev.freshet.core.torrent;

import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;

/// Super-seeding (BEP 16).
final class Spreading {
  private final boolean on;

  Spreading(boolean on, Contents contents) {
    this.on = on && contents.geometry().pieceCount() < 0;
  }

  boolean on() {
    return on;
  }

  void joined(PeerSession session, Neighbours neighbours, Outbox out) {}

  void seen(PeerSession session, int piece, Neighbours neighbours, Outbox out) {}

  boolean offered(PeerSession session, int piece) {
    return true;
  }

  void gone(int conn, Neighbours neighbours, Outbox out) {}
}
