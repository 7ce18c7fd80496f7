package dev.freshet.core.torrent;

import dev.freshet.core.api.Encryption;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.InfoHashes;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.wire.Extension;
import dev.freshet.protocol.wire.ExtensionHandshake;
import dev.freshet.protocol.wire.Handshake;
import java.util.LinkedHashMap;
import java.util.Map;

/// What we say of ourselves at the beginning of a conversation.
final class Greeting {
  /// Our name in the handshake of the extension protocol.
  static final String CLIENT = "Freshet 0.1.0";

  private final InfoHashes hashes;
  private final PeerId peerId;
  private final Surroundings shared;
  private final Presence presence;

  Greeting(InfoHashes hashes, PeerId peerId, Surroundings shared, Presence presence) {
    this.hashes = hashes;
    this.peerId = peerId;
    this.shared = shared;
    this.presence = presence;
  }

  /// Whether there are connections over uTP.
  boolean speaksUtp() {
    return shared.transports().utp();
  }

  /// Whether this handshake is about our torrent.
  boolean fits(Handshake hello) {
    return hashes.wire().contains(hello.infoHash());
  }

  /// Opens a conversation that we began: encrypted or in the plain, as is the rule here, or the
  /// other way if the peer did not like that and both will do.
  void open(PeerSession session, boolean otherWay, Outbox out) {
    Handshake hello = hello(hashes.primary());
    boolean encrypted =
        switch (shared.encryption()) {
          case OFF -> false;
          case ALLOWED -> otherWay;
          case PREFERRED -> !otherWay;
          case REQUIRED -> true;
        };
    if (encrypted) {
      boolean plainWillDo = shared.encryption() != Encryption.REQUIRED;
      session.call(hello, plainWillDo, shared.random(), out);
    } else {
      session.sayHello(hello, out);
    }
  }

  /// Answers the one who began it, under the name that it used, or under the v2 name if it used
  /// that of v1 and says that it speaks v2 of this hybrid torrent too (BEP 52, upgrade path).
  /// Libtorrent, for one, no longer takes an answer in v1 once it has heard elsewhere that we are
  /// of the v2 swarm, even if it has called in v1 before.
  void answer(PeerSession session, Handshake hello, Outbox out) {
    Hash v2 = hashes.v2();
    Hash name = v2 != null && hello.has(Handshake.V2) ? v2.truncated() : hello.infoHash();
    session.sayHello(hello(name), out);
  }

  /// The peer has said hello, and we have answered.
  void greeted(PeerSession session, Handshake hello, Outbox out) {
    presence.greet(session, hello, out);
  }

  /// The peer says where its node of the DHT is.
  void port(long now, PeerSession session, int port, Outbox out) {
    presence.heard(now, session, port, out);
  }

  /// Says what extensions we speak, those about other peers among them if `peers`; nothing if the
  /// peer does not know of extensions.
  void extensions(
      PeerSession session, int metadataSize, boolean uploadOnly, boolean peers, Outbox out) {
    if (!session.introduction().extended()) {
      return;
    }
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (Extension extension : Extension.values()) {
      boolean offered =
          switch (extension) {
            case PEERS -> peers;
            case HOLEPUNCH -> peers && speaksUtp();
            case METADATA, UPLOAD_ONLY, DONT_HAVE -> true;
          };
      if (offered) {
        ids.put(extension.key(), extension.id());
      }
    }
    session.say(
        new ExtensionHandshake(
            ids,
            CLIENT,
            shared.ports().peersFor(session.endpoint().ip()),
            PeerSession.MAX_REQUESTS,
            metadataSize,
            uploadOnly,
            session.endpoint().ip()),
        out);
  }

  private Handshake hello(Hash infoHash) {
    boolean both = hashes.v1() != null && hashes.v2() != null && infoHash.equals(hashes.v1());
    long reserved =
        Handshake.EXTENSIONS | Handshake.FAST | (both ? Handshake.V2 : 0) | presence.bit();
    return new Handshake(reserved, infoHash, peerId);
  }
}
