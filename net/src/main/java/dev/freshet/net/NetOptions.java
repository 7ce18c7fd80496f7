package dev.freshet.net;

import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.proxy.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the network may use of the machine.
///
/// @param port the port to listen on, TCP and UDP; 0 for any free one
/// @param bind addresses to listen on and to connect from; empty for all of them, IPv4 and IPv6
/// @param maxConnections most TCP connections at once, those being opened included; beyond it who
///   comes is turned away
/// @param maxReadBytes most bytes read from sockets and not released by the core yet; at the limit
///   reading stops until some are
/// @param connectTimeoutNanos how long a connection may take to stand
/// @param userAgent what HTTP servers are told that we are
/// @param proxy what all connections go through, and all names are looked up by; null for none.
///   With one no datagram leaves but through it, if it relays them, and unless `bind` names an
///   address nobody reaches us but over the loopback, for who calls us directly learns where we are
public record NetOptions(
    int port,
    List<IpAddress> bind,
    int maxConnections,
    int maxReadBytes,
    long connectTimeoutNanos,
    String userAgent,
    @Nullable Proxy proxy) {
  private static final IpAddress LOOPBACK = IpAddress.v4(0x7f000001);

  public NetOptions {
    bind = List.copyOf(bind);
    if (port < 0
        || port > 0xffff
        || maxConnections < 1
        || maxReadBytes < ReadPool.SLAB_BYTES
        || connectTimeoutNanos < 1) {
      throw new IllegalArgumentException(
          "port %d, connections %d, read bytes %d, connect time-out %d ns"
              .formatted(port, maxConnections, maxReadBytes, connectTimeoutNanos));
    }
  }

  /// Any port on all addresses, 1000 connections, 32 MiB, 15 seconds.
  public static NetOptions defaults() {
    return new NetOptions(0, List.of(), 1000, 32 << 20, 15_000_000_000L, "Freshet/0.1.0", null);
  }

  /// The same, listening on this port.
  public NetOptions withPort(int newPort) {
    return new NetOptions(
        newPort, bind, maxConnections, maxReadBytes, connectTimeoutNanos, userAgent, proxy);
  }

  /// The same, on these addresses only.
  public NetOptions withBind(List<IpAddress> addresses) {
    return new NetOptions(
        port, addresses, maxConnections, maxReadBytes, connectTimeoutNanos, userAgent, proxy);
  }

  /// The same with at most so many connections.
  public NetOptions withMaxConnections(int most) {
    return new NetOptions(port, bind, most, maxReadBytes, connectTimeoutNanos, userAgent, proxy);
  }

  /// The same with at most so many bytes read and not released.
  public NetOptions withMaxReadBytes(int most) {
    return new NetOptions(port, bind, maxConnections, most, connectTimeoutNanos, userAgent, proxy);
  }

  /// The same, giving a connection so long to stand.
  public NetOptions withConnectTimeoutNanos(long nanos) {
    return new NetOptions(port, bind, maxConnections, maxReadBytes, nanos, userAgent, proxy);
  }

  /// The same, through this proxy.
  public NetOptions withProxy(@Nullable Proxy through) {
    return new NetOptions(
        port, bind, maxConnections, maxReadBytes, connectTimeoutNanos, userAgent, through);
  }

  /// The addresses to listen on; empty for all of them.
  List<IpAddress> listen() {
    return proxy == null || !bind.isEmpty() ? bind : List.of(LOOPBACK);
  }
}
