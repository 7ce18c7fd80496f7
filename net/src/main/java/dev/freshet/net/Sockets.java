package dev.freshet.net;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// Our words for addresses in the JDK's, and back.
final class Sockets {
  private Sockets() {}

  /// The address of ours to call this one from, who may only use these; null if the system may
  /// choose.
  ///
  /// @throws IOException if there is none
  static @Nullable InetSocketAddress from(List<IpAddress> bind, IpAddress to) throws IOException {
    if (bind.isEmpty() || bind.stream().anyMatch(ip -> ip.isUnspecified() && !ip.isV4())) {
      return null;
    }
    for (IpAddress from : bind) {
      if (from.isV4() == to.isV4()) {
        return from.isUnspecified() ? null : new InetSocketAddress(address(from), 0);
      }
    }
    throw new IOException("no bound address of the family of " + to);
  }

  /// An unconnected socket to call this address from one of ours.
  static SocketChannel open(List<IpAddress> bind, IpAddress to) throws IOException {
    InetSocketAddress from = from(bind, to);
    SocketChannel channel =
        from == null
            ? SocketChannel.open()
            : SocketChannel.open(
                to.isV4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      return from == null ? channel : channel.bind(from);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Whether who may only use these addresses of ours can call this one.
  static boolean reaches(List<IpAddress> bind, InetAddress to) {
    boolean v4 = IpAddress.of(to.getAddress()).isV4();
    return bind.isEmpty()
        || bind.stream().anyMatch(ip -> ip.isV4() == v4 || (ip.isUnspecified() && !ip.isV4()));
  }

  /// What sends a datagram.
  interface Sending {
    void run() throws IOException;
  }

  /// Sends a datagram so that nobody on its way may cut it in two; it is lost where that is not to
  /// be had.
  static void uncut(DatagramChannel channel, Sending sending) {
    try {
      channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
      sending.run();
    } catch (IOException | UnsupportedAddressTypeException | UnsupportedOperationException e) {
      // too long for the first part of the way already, or not to be had here: lost all the same
      return;
    } finally {
      mayBeCut(channel);
    }
  }

  private static void mayBeCut(DatagramChannel channel) {
    try {
      channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, false);
    } catch (IOException | UnsupportedOperationException e) {
      // where this cannot be said it was not said before either
      return;
    }
  }

  /// Closes what there is.
  static void close(@Nullable Channel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // the kernel forgets the socket all the same
      return;
    }
  }

  /// Which of our addresses it goes out from; null if that is not known.
  static @Nullable IpAddress local(SocketChannel channel) {
    try {
      return channel.getLocalAddress() instanceof InetSocketAddress own ? endpoint(own).ip() : null;
    } catch (IOException e) {
      return null;
    }
  }

  static InetAddress address(IpAddress ip) {
    try {
      return InetAddress.getByAddress(ip.bytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes", e);
    }
  }

  static InetSocketAddress address(Endpoint endpoint) {
    return new InetSocketAddress(address(endpoint.ip()), endpoint.port());
  }

  static Endpoint endpoint(InetSocketAddress address) {
    return new Endpoint(IpAddress.of(address.getAddress().getAddress()), address.getPort());
  }
}
