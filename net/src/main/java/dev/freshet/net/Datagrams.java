package dev.freshet.net;

import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Our UDP sockets. What the kernel does not take at once is lost, as any datagram may be.
final class Datagrams {
  /// Most datagrams taken from one socket in a round.
  private static final int MAX_PER_ROUND = 64;

  private static final int MAX_DATAGRAM = 64 << 10;

  private static final Endpoint NOBODY = new Endpoint(IpAddress.v4(0), 0);

  private final List<DatagramChannel> channels;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(MAX_DATAGRAM);

  // long runs come from one peer, or go to one
  private Endpoint lastTo = NOBODY;
  private @Nullable InetSocketAddress lastAddress;
  private @Nullable InetSocketAddress lastFrom;
  private Endpoint lastSender = NOBODY;

  Datagrams(List<DatagramChannel> channels) {
    this.channels = channels;
  }

  /// Sends a datagram; if `whole`, so that nobody on its way may cut it in two.
  void send(Endpoint to, ByteBuffer bytes, boolean whole) {
    if (to.port() == 0) {
      return;
    }
    if (!to.equals(lastTo)) {
      lastTo = to;
      lastAddress = Sockets.address(to);
    }
    for (DatagramChannel channel : channels) {
      if (whole) {
        Sockets.uncut(channel, () -> channel.send(bytes, lastAddress));
        return;
      }
      if (sent(channel, bytes, lastAddress)) {
        return;
      }
    }
  }

  /// Whether this socket was the one to try; one of the other family may reach what it cannot.
  private static boolean sent(
      DatagramChannel channel, ByteBuffer bytes, @Nullable InetSocketAddress address) {
    try {
      channel.send(bytes, address);
      return true;
    } catch (IOException | UnsupportedAddressTypeException e) {
      return false;
    }
  }

  void receive(DatagramChannel channel, Consumer<NetInput> sink) {
    for (int left = MAX_PER_ROUND; left > 0; left--) {
      InetSocketAddress from;
      try {
        from = (InetSocketAddress) channel.receive(scratch.clear());
      } catch (IOException e) {
        // an error that an earlier datagram met on its way; the socket itself goes on
        continue;
      }
      if (from == null) {
        return;
      }
      ByteBuffer bytes = ByteBuffer.allocate(scratch.flip().remaining()).put(scratch).flip();
      if (!from.equals(lastFrom)) {
        lastFrom = from;
        lastSender = Sockets.endpoint(from);
      }
      sink.accept(new NetInput.DatagramReceived(lastSender, bytes));
    }
  }
}
