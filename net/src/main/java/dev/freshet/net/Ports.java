package dev.freshet.net;

import dev.freshet.protocol.IpAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The sockets that others reach us on: for each address a TCP and a UDP one, all of one number
/// where that can be had. Without addresses it is one pair that takes IPv4 and IPv6 alike.
final class Ports implements Closeable {
  /// How often a free number is looked for that TCP and UDP can share.
  private static final int MAX_TRIES = 16;

  /// Connections that the kernel keeps for us until we accept them.
  private static final int BACKLOG = 256;

  /// What the kernel may keep of datagrams, either way; it may grant less.
  private static final int UDP_BUFFER = 4 << 20;

  private final List<ServerSocketChannel> tcp = new ArrayList<>();
  private final List<DatagramChannel> udp = new ArrayList<>();

  private Ports() {}

  /// Opens them.
  ///
  /// @throws IOException one sentence: what is in the way
  static Ports open(int port, List<IpAddress> bind) throws IOException {
    List<@Nullable IpAddress> addresses = new ArrayList<>();
    if (bind.isEmpty() || bind.stream().anyMatch(ip -> ip.isUnspecified() && !ip.isV4())) {
      addresses.add(null);
    } else {
      addresses.addAll(bind);
    }
    for (int left = MAX_TRIES; ; left--) {
      Ports ports = new Ports();
      try {
        ports.bind(port, addresses, port == 0 && left > 1);
        return ports;
      } catch (IOException e) {
        ports.close();
        if (port != 0 || left == 1) {
          throw e;
        }
      }
    }
  }

  private void bind(int port, List<@Nullable IpAddress> addresses, boolean sameForUdp)
      throws IOException {
    int number = port;
    for (IpAddress ip : addresses) {
      listen(ip, number);
      number = port();
    }
    for (IpAddress ip : addresses) {
      try {
        receive(ip, number);
      } catch (BindException e) {
        if (sameForUdp) {
          throw e;
        }
        receive(ip, 0);
      }
    }
  }

  private void listen(@Nullable IpAddress ip, int port) throws IOException {
    ServerSocketChannel channel =
        ip == null ? ServerSocketChannel.open() : ServerSocketChannel.open(family(ip));
    tcp.add(channel);
    channel.configureBlocking(false);
    try {
      channel.bind(address(ip, port), BACKLOG);
    } catch (IOException e) {
      throw new IOException(sentence(ip, port, e), e);
    }
  }

  private void receive(@Nullable IpAddress ip, int port) throws IOException {
    DatagramChannel channel =
        ip == null ? DatagramChannel.open() : DatagramChannel.open(family(ip));
    udp.add(channel);
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, UDP_BUFFER);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, UDP_BUFFER);
    try {
      channel.bind(address(ip, port));
    } catch (IOException e) {
      udp.removeLast();
      channel.close();
      throw e;
    }
  }

  private static StandardProtocolFamily family(IpAddress ip) {
    return ip.isV4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
  }

  private static InetSocketAddress address(@Nullable IpAddress ip, int port) {
    return ip == null
        ? new InetSocketAddress(port)
        : new InetSocketAddress(Sockets.address(ip), port);
  }

  private static String sentence(@Nullable IpAddress ip, int port, IOException e) {
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("in use")) {
      return "port " + port + " is in use by another program";
    }
    if (words.contains("cannot assign")) {
      return ip + " is not an address of this machine";
    }
    if (words.contains("denied")) {
      return "this user may not listen on port " + port;
    }
    return "cannot listen on port " + port + ": " + e.getMessage();
  }

  List<ServerSocketChannel> tcp() {
    return tcp;
  }

  List<DatagramChannel> udp() {
    return udp;
  }

  /// The number that TCP has.
  int port() {
    return tcp.getFirst().socket().getLocalPort();
  }

  /// The number that UDP has, nearly always the same.
  int udpPort() {
    return udp.getFirst().socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (ServerSocketChannel channel : tcp) {
      channel.close();
    }
    for (DatagramChannel channel : udp) {
      channel.close();
    }
  }
}
