package dev.freshet.net;

import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;

/// What the selector can say is ready.
sealed interface Ready
    permits Connection, Ready.Listener, Ready.Mailbox, Ready.Group, Ready.OfRelay {
  /// Someone wants to connect.
  record Listener(ServerSocketChannel channel) implements Ready {}

  /// Datagrams are there.
  record Mailbox(DatagramChannel channel) implements Ready {}

  /// The relay has something to do, or datagrams.
  record OfRelay(Relay relay) implements Ready {}

  /// Someone called out to a multicast group.
  record Group(DatagramChannel channel) implements Ready {}
}
