package dev.freshet.protocol.proxy;

import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The talk with a proxy that opens one connection through it, or a way for datagrams. First
/// [#greeting] is said, then [#received] tells what to do with what comes, until the connection
/// stands or is refused. Bytes that come behind the talk are left in the buffer: they are the
/// target's.
public sealed interface Tunnel permits Socks5Tunnel, HttpTunnel {
  /// What to do next.
  sealed interface Step {
    /// Wait for more bytes.
    record More() implements Step {}

    /// Say this, and wait for the answer.
    record Say(ByteBuffer bytes) implements Step {}

    /// The connection stands, or what was asked for is done.
    ///
    /// @param bound the address that the proxy names with it; null if none, or by a name
    record Open(@Nullable Endpoint bound) implements Step {}

    /// It does not; `reason` is one clause.
    ///
    /// @param proxy whether it is for the proxy itself, so that no other target would do better
    record Refused(String reason, boolean proxy) implements Step {}
  }

  /// The talk with this proxy about this target.
  static Tunnel of(Proxy proxy, Target to) {
    return switch (proxy.kind()) {
      case SOCKS5 -> Socks5Tunnel.connecting(to, proxy.login());
      case HTTP -> new HttpTunnel(to, proxy.login());
    };
  }

  /// The talk that has a proxy for which [Proxy#relays] relay datagrams as long as the connection
  /// stands that it was had on ([Relayed]).
  static Tunnel relaying(Proxy proxy) {
    if (!proxy.relays()) {
      throw new IllegalArgumentException(proxy + " relays nothing");
    }
    return Socks5Tunnel.associating(proxy.login());
  }

  /// What we say first.
  ByteBuffer greeting();

  /// Takes bytes of the proxy from `in`, as many as belong to the talk. Not after it is over.
  Step received(ByteBuffer in);
}
