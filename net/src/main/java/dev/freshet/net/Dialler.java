package dev.freshet.net;

import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.proxy.Proxy;
import dev.freshet.protocol.proxy.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opens TCP connections for those who wait for them, from the addresses that we are bound to and
/// from no other. Where a connection may lead is judged by the very addresses that it is then
/// opened to, so that a name server cannot give one answer to the check and another to the call
/// (DNS rebinding). Of a name with addresses out there and in the local network those out there
/// alone are called: the name's owner has chosen both, and where one leads tells nothing of where
/// the other does.
final class Dialler {
  /// Most addresses of a name that are tried.
  private static final int MAX_ADDRESSES = 4;

  private static final long CONNECT_NANOS = 15_000_000_000L;

  /// Looks names up.
  @FunctionalInterface
  interface Names {
    /// The addresses of this name, or the one that it is.
    List<InetAddress> addresses(String host, Patience patience)
        throws IOException, InterruptedException;
  }

  /// Whether to go on to a host, once it is known where that is.
  @FunctionalInterface
  interface Gate {
    /// Refuses, if it is not to be.
    ///
    /// @param open whether the host is of the open internet
    void pass(boolean open) throws Reach.Forbidden;
  }

  /// A connection that stands.
  ///
  /// @param open whether it leads to a host of the open internet
  record Dialled(PatientSocket socket, boolean open) {}

  private final List<IpAddress> bind;
  private final @Nullable Proxy proxy;
  private final Reach reach;
  private final Names names;

  Dialler(NetOptions options, Reach reach, Names names) {
    this.bind = options.bind();
    this.proxy = options.proxy();
    this.reach = reach;
    this.names = names;
  }

  /// Connects to a host, through the proxy if there is one.
  Dialled dial(String host, int port, Gate gate, Patience patience)
      throws IOException, InterruptedException {
    if (proxy == null) {
      List<InetAddress> all = names.addresses(host, patience);
      if (all.isEmpty()) {
        throw new UnknownHostException(host);
      }
      List<InetAddress> outside = all.stream().filter(reach.open()).toList();
      boolean open = !outside.isEmpty();
      gate.pass(open);
      return new Dialled(connect(host, open ? outside : all, port, patience), open);
    }
    Target to = new Target(host, port);
    Dialled line = dialProxy(proxy, host, gate, patience);
    try {
      Tunnels.open(line.socket(), proxy, to, patience);
      return line;
    } catch (IOException e) {
      line.socket().close();
      throw e;
    }
  }

  /// Connects to the proxy, for something that it is to ask this host for.
  Dialled dialProxy(Proxy through, String host, Gate gate, Patience patience)
      throws IOException, InterruptedException {
    boolean open = reach.isOpenBeyond(host);
    gate.pass(open);
    try {
      List<InetAddress> addresses = names.addresses(through.host(), patience);
      return new Dialled(connect(through.host(), addresses, through.port(), patience), open);
    } catch (IOException e) {
      throw ProxyTrouble.of(through, Reason.of(e));
    }
  }

  /// By one after another of its addresses.
  private PatientSocket connect(
      String host, List<InetAddress> addresses, int port, Patience patience) throws IOException {
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    List<InetAddress> usable = usable(addresses);
    for (int i = 0; ; i++) {
      long share = Math.max(patience.leftNanos(), 0) / (usable.size() - i);
      try {
        InetSocketAddress to = new InetSocketAddress(usable.get(i), port);
        return connect(to, patience.atMost(Math.min(share, CONNECT_NANOS)));
      } catch (IOException e) {
        if (i == usable.size() - 1 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  /// Those that we may call, or one to fail with.
  private List<InetAddress> usable(List<InetAddress> addresses) {
    List<InetAddress> usable =
        addresses.stream()
            .filter(address -> Sockets.reaches(bind, address))
            .limit(MAX_ADDRESSES)
            .toList();
    return usable.isEmpty() ? addresses.subList(0, 1) : usable;
  }

  private PatientSocket connect(InetSocketAddress to, Patience patience) throws IOException {
    PatientSocket socket = new PatientSocket();
    try {
      socket.bind(Sockets.from(bind, IpAddress.of(to.getAddress().getAddress())));
      socket.setTcpNoDelay(true);
      socket.connect(to, patience.leftMillis());
      if (socket.getLocalSocketAddress().equals(to)) {
        throw new IOException("connected to itself");
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
