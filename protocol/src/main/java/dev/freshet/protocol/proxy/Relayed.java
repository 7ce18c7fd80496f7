package dev.freshet.protocol.proxy;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A datagram as a SOCKS5 proxy relays it (RFC 1928, 7): in front of it stands whom it is for, or
/// from. One cut into pieces is not taken, as the RFC allows.
///
/// @param from who sent it
/// @param bytes what was sent, in the buffer that it came in
public record Relayed(Endpoint from, ByteBuffer bytes) {
  /// Most bytes that stand in front of a datagram.
  public static final int MAX_HEADER = 4 + 1 + Target.MAX_HOST + 2;

  private static final int RESERVED = 2;

  /// Writes what stands in front of a datagram to this target into a buffer with [#MAX_HEADER]
  /// bytes of room.
  public static void head(Target to, ByteBuffer into) {
    Socks5Tunnel.put(to, into.putShort((short) 0).put((byte) 0));
  }

  /// A datagram from the proxy; null if it is none that can be taken.
  public static @Nullable Relayed of(ByteBuffer datagram) {
    ByteBuffer in = datagram.slice();
    if (in.remaining() < RESERVED + 2) {
      return null;
    }
    byte fragment = in.position(RESERVED).get();
    int length =
        switch (in.get()) {
          case Socks5Tunnel.V4 -> 4;
          case Socks5Tunnel.V6 -> 16;
          // a sender has an address
          default -> 0;
        };
    if (fragment != 0 || length == 0 || in.remaining() < length + 2) {
      return null;
    }
    byte[] ip = new byte[length];
    in.get(ip);
    int port = in.getShort() & 0xffff;
    return new Relayed(new Endpoint(IpAddress.of(ip), port), in.slice());
  }

  /// Where datagrams for a proxy go.
  ///
  /// @param bound the address that it named
  /// @param proxy where it is reached: who cannot know how others see it names no address, or one
  ///   of its own network
  public static Endpoint place(Endpoint bound, IpAddress proxy) {
    return bound.ip().isUnspecified() || (isInner(bound.ip()) && !isInner(proxy))
        ? new Endpoint(proxy, bound.port())
        : bound;
  }

  private static boolean isInner(IpAddress ip) {
    return ip.isPrivate() || ip.isLoopback();
  }
}
