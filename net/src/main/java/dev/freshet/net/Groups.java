package dev.freshet.net;

import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The multicast groups of the local network that the node calls to. The first call joins the
/// group, so who never calls opens no socket; every call looks again which interfaces there are.
/// What cannot be sent or joined is left out without a word, as a datagram may be lost anyway.
final class Groups implements Closeable {
  /// Most datagrams taken from one group in a round.
  private static final int MAX_PER_ROUND = 16;

  private static final int MAX_DATAGRAM = 2 << 10;

  /// How long what is known of our networks holds for those who are heard: looking is much dearer
  /// than a datagram is to send.
  private static final long KNOWN_NANOS = 1_000_000_000L;

  /// One group: its socket, and the names of the interfaces on which it is joined.
  private record Group(DatagramChannel channel, Set<String> joined) {}

  private final Selector selector;
  private final List<IpAddress> bind;
  private final Map<Endpoint, Group> groups = new LinkedHashMap<>();
  private final ByteBuffer scratch = ByteBuffer.allocate(MAX_DATAGRAM);
  private List<InterfaceAddress> networks = List.of();
  private long lookedAt = System.nanoTime() - KNOWN_NANOS;

  Groups(Selector selector, List<IpAddress> bind) {
    this.selector = selector;
    this.bind = bind;
  }

  void call(Endpoint to, ByteBuffer bytes) {
    Group group = groups.get(to);
    if (group == null) {
      group = open(to);
      if (group == null) {
        return;
      }
      groups.put(to, group);
    }
    for (NetworkInterface one : interfaces(to.ip().isV4())) {
      call(group, one, Sockets.address(to), bytes.duplicate());
    }
  }

  private static void call(
      Group group, NetworkInterface on, InetSocketAddress to, ByteBuffer bytes) {
    try {
      if (group.joined.add(on.getName())) {
        group.channel.join(to.getAddress(), on);
      }
      group.channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
      group.channel.send(bytes, to);
    } catch (IOException | IllegalStateException e) {
      // this network does without; the next call tries again
      group.joined.remove(on.getName());
    }
  }

  private @Nullable Group open(Endpoint to) {
    try {
      DatagramChannel channel =
          DatagramChannel.open(
              to.ip().isV4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
      try {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(to.port()));
        channel.register(selector, SelectionKey.OP_READ, new Ready.Group(channel));
        return new Group(channel, new TreeSet<>());
      } catch (IOException e) {
        channel.close();
        return null;
      }
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /// The interfaces that reach the local networks that we are to use.
  private List<NetworkInterface> interfaces(boolean v4) {
    try {
      return NetworkInterface.networkInterfaces().filter(one -> usable(one, v4)).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private boolean usable(NetworkInterface one, boolean v4) {
    try {
      return one.isUp()
          && one.supportsMulticast()
          && one.getInterfaceAddresses().stream()
              .map(InterfaceAddress::getAddress)
              .map(Groups::ip)
              .anyMatch(ip -> ip.isV4() == v4 && bound(ip));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean bound(IpAddress ip) {
    return bind.isEmpty() || bind.contains(ip) || bind.stream().anyMatch(IpAddress::isUnspecified);
  }

  private static IpAddress ip(InetAddress address) {
    return IpAddress.of(address.getAddress());
  }

  void receive(DatagramChannel channel, Consumer<NetInput> sink) {
    for (int left = MAX_PER_ROUND; left > 0; left--) {
      InetSocketAddress from;
      try {
        from = (InetSocketAddress) channel.receive(scratch.clear());
      } catch (IOException e) {
        return;
      }
      if (from == null) {
        return;
      }
      if (isNear(from.getAddress())) {
        ByteBuffer bytes = ByteBuffer.allocate(scratch.flip().remaining()).put(scratch).flip();
        sink.accept(new NetInput.GroupCalled(Sockets.endpoint(from), bytes));
      }
    }
  }

  /// Whether this is an address of a network that one of our interfaces is on. The socket hears
  /// those too who send to it directly, from anywhere.
  private boolean isNear(InetAddress address) {
    long now = System.nanoTime();
    if (now - lookedAt >= KNOWN_NANOS) {
      lookedAt = now;
      networks =
          Stream.concat(interfaces(true).stream(), interfaces(false).stream())
              .flatMap(one -> one.getInterfaceAddresses().stream())
              .toList();
    }
    return networks.stream()
        .anyMatch(ours -> samePrefix(ours.getAddress(), address, ours.getNetworkPrefixLength()));
  }

  /// Whether two addresses are of one network, whose prefix has so many bits.
  static boolean samePrefix(InetAddress one, InetAddress other, int bits) {
    byte[] a = one.getAddress();
    byte[] b = other.getAddress();
    boolean same = a.length == b.length;
    for (int i = 0; same && i < bits; i++) {
      same = ((a[i / 8] ^ b[i / 8]) & (0x80 >> (i % 8))) == 0;
    }
    return same;
  }

  @Override
  public void close() throws IOException {
    for (Group group : groups.values()) {
      group.channel.close();
    }
  }
}
