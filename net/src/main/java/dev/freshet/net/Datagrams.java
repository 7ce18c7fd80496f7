package dev.freshet.net;

import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.function.Consumer;

/// Our UDP sockets. What the kernel does not take at once is lost, as any datagram may be.
final class Datagrams {
  /// Most datagrams taken from one socket in a round.
  private static final int MAX_PER_ROUND = 64;

  private static final int MAX_DATAGRAM = 64 << 10;

  private final List<DatagramChannel> channels;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(MAX_DATAGRAM);

  Datagrams(List<DatagramChannel> channels) {
    this.channels = channels;
  }

  void send(Endpoint to, ByteBuffer bytes) {
    if (to.port() == 0) {
      return;
    }
    InetSocketAddress address = Sockets.address(to);
    for (DatagramChannel channel : channels) {
      if (sent(channel, bytes, address)) {
        return;
      }
    }
  }

  /// Whether this socket was the one to try; one of the other family may reach what it cannot.
  private static boolean sent(
      DatagramChannel channel, ByteBuffer bytes, InetSocketAddress address) {
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
      sink.accept(new NetInput.DatagramReceived(Sockets.endpoint(from), bytes));
    }
  }
}
