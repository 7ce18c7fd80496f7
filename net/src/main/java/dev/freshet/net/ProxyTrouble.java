package dev.freshet.net;

import dev.freshet.protocol.proxy.Proxy;
import java.io.IOException;

/// A connection did not come to be by way of a proxy. The message is one clause for people as it
/// stands, whatever words are in it.
final class ProxyTrouble extends IOException {
  private static final long serialVersionUID = 1L;

  private ProxyTrouble(String clause) {
    super(clause);
  }

  /// The proxy itself does not work.
  static ProxyTrouble of(Proxy proxy, String reason) {
    return new ProxyTrouble(proxy.trouble(reason));
  }

  /// It works, but did not connect.
  static ProxyTrouble beyond(String clause) {
    return new ProxyTrouble(clause);
  }
}
