package dev.freshet.core.torrent;

import dev.freshet.core.edge.Outbox;
import dev.freshet.core.peer.PeerSession;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import org.jspecify.annotations.Nullable;

/// What the neighbours and we are talking about: what the torrent is, or its pieces.
sealed interface Subject permits Learning, Exchange {
  /// Why a conversation ends.
  ///
  /// @param ban whether never to talk to that address again
  record Ending(PeerSession session, String reason, boolean ban) {}

  /// Bytes of the info dictionary; 0 while we do not have it.
  int metadataSize();

  /// Whether we want nothing (BEP 21).
  boolean uploadOnly();

  /// The handshakes are done: tells the peer what we have. The reason to end the conversation; null
  /// if it goes on.
  @Nullable Ending greet(PeerSession session, Outbox out);

  /// A message came. The reason to end a conversation; null if all go on.
  @Nullable Ending heard(long now, PeerSession session, Message message, Outbox out);

  /// A message of the extension protocol came. The reason to end a conversation; null if all go on.
  @Nullable Ending heard(long now, PeerSession session, ExtensionMessage message, Outbox out);

  /// Bytes for the peer have left. Whether something waited for that.
  boolean sent(PeerSession session);

  /// The peer is gone.
  void gone(long now, PeerSession session);
}
