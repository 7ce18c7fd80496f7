package dev.freshet.core.torrent;

import dev.freshet.core.dht.Dht;
import dev.freshet.core.dht.Interest;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A torrent's place in the DHT: it is found there as long as it talks to peers, unless it is
/// private (BEP 27), and tells its peers where our node is (BEP 5).
final class Presence {
  private final int torrent;
  private final InfoHashes hashes;
  private final List<HostPort> nodes;
  private final Ports ports;
  private @Nullable Dht dht;
  private @Nullable Interest interest;

  /// @param nodes where the DHT may be begun, as whoever made the torrent says
  Presence(int torrent, InfoHashes hashes, List<HostPort> nodes, Surroundings shared) {
    this.torrent = torrent;
    this.hashes = hashes;
    this.nodes = nodes;
    this.dht = shared.dht();
    this.ports = shared.ports();
  }

  /// Now it is known what the torrent is: if it is private, never again.
  void learned(Info info) {
    if (info.isPrivate()) {
      leave();
      dht = null;
    }
  }

  /// We talk to peers, as a seed or not.
  void stands(long now, boolean seed) {
    if (interest == null && dht != null) {
      dht.introduce(now, nodes);
      interest = dht.join(now, torrent, hashes);
    }
    if (interest != null) {
      interest.stands(seed);
    }
  }

  /// Peers are wanted badly, or not.
  void hunger(boolean hungry) {
    if (interest != null) {
      interest.hunger(hungry);
    }
  }

  /// We talk to peers no more.
  void leave() {
    if (dht != null && interest != null) {
      dht.leave(interest);
      interest = null;
    }
  }

  /// The bit of a handshake that says that we have a node; 0 if none.
  long bit() {
    return dht == null ? 0 : Handshake.DHT;
  }

  /// The peer has said hello: tells it where our node is, if it has one too.
  void greet(PeerSession session, Handshake hello, Outbox out) {
    int port = ports.dhtFor(session.endpoint().ip());
    if (dht != null && port != 0 && hello.has(Handshake.DHT)) {
      session.say(new Message.Port(port), out);
    }
  }

  /// The peer says where its node is.
  void heard(long now, PeerSession session, int port, Outbox out) {
    if (dht != null) {
      dht.meet(now, new Endpoint(session.endpoint().ip(), port), out);
    }
  }
}
